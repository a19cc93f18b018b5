// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// window is unknown to the harness.
type window struct{ limit harness.Limit }

func (w *window) Describe(r *http.Request, body []byte) harness.Description {
	return harness.Description{
		Key:       r.Method + " " + r.URL.Path,
		Body:      fmt.Sprintf("%d bytes", len(body)),
		RequestID: r.Header.Get("X-Id"),
		IDHeader:  "X-Id",
	}
}

func (w *window) Limit() harness.Limit { return w.limit }

func (w *window) Refuse(out http.ResponseWriter, _ *http.Request, f harness.Fault) {
	out.WriteHeader(f.Status)
	_, _ = fmt.Fprintf(out, "refused: %d", f.Status)
}

// stage is a line with a stopped clock.
type stage struct {
	harness *harness.Harness
	line    *harness.Line
	clock   *emulatortest.Clock
}

func newStage(limit harness.Limit) stage {
	clock := emulatortest.NewClock(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
	h := harness.New(harness.Options{Now: clock.Get})
	return stage{harness: h, line: h.Line(&window{limit: limit}), clock: clock}
}

func send(t *testing.T, line *harness.Line, id, body string) int {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/thing",
		strings.NewReader(body))
	r.Header.Set("X-Id", id)
	w := httptest.NewRecorder()
	line.Serve(w, r, "thing", func(w http.ResponseWriter,
		_ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
	})
	return w.Code
}

func TestLine_AnEarlierStepSparesTheLaterOnes(t *testing.T) {
	t.Parallel()
	s := newStage(harness.Limit{Calls: 2, Span: time.Minute})
	s.harness.AddFault(harness.Fault{Kind: "thing", Status: 503, Skip: 1})
	large := strings.Repeat("x", harness.MaxBody+1)
	got := []int{
		send(t, s.line, "1", large), // reaches neither the limit nor the fault
		send(t, s.line, "2", ""),    // passes the fault
		send(t, s.line, "3", ""),    // meets it
		send(t, s.line, "4", ""),    // exceeds the limit
	}
	s.harness.AddFault(harness.Fault{Kind: "thing", Status: 500})
	got = append(got, send(t, s.line, "5", "")) // still exceeds the limit: the fault waits
	s.clock.Add(time.Minute)
	got = append(got, send(t, s.line, "6", ""), send(t, s.line, "7", ""))
	expect.Equal(t, "got", []int{413, 418, 503, 429, 429, 500, 418}, got)
	expect.Equal(t, "calls counted", 7, s.harness.Count("thing"))
	want := fmt.Sprintf("%d bytes", harness.MaxBody)
	if r := s.harness.Requests()[0]; r.Body != want || r.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("noted %q and %d of the large call, want what the window keeps of it", r.Body, r.Status)
	}
}

func TestLine_EachWindowHasItsOwnLimit(t *testing.T) {
	t.Parallel()
	s := newStage(harness.Limit{Calls: 1, Span: time.Minute})
	other := s.harness.Line(&window{limit: harness.Limit{Calls: 1, Span: time.Minute}})
	free := s.harness.Line(&window{})
	got := []int{
		send(t, s.line, "1", ""), send(t, other, "2", ""),
		send(t, free, "3", ""), send(t, free, "4", ""),
		send(t, s.line, "5", ""),
	}
	expect.Equal(t, "got", []int{418, 418, 418, 418, 429}, got)
}

func TestLine_NotesAnIDThatComesAgainAndACallThatComesTooEarly(t *testing.T) {
	t.Parallel()
	s := newStage(harness.Limit{})
	s.harness.AddFault(harness.Fault{Status: 503, RetryAfter: "3"})
	send(t, s.line, "a", "")
	s.clock.Add(time.Second)
	send(t, s.line, "b", "")
	send(t, s.line, "B", "")
	send(t, s.line, "", "")
	send(t, s.line, "", "")
	s.harness.AddFault(harness.Fault{Status: 503, RetryAfter: "3"})
	send(t, s.line, "c", "")
	s.harness.ForgetWaits() // a new process begins
	send(t, s.line, "d", "")
	want := []string{
		"POST /thing came back 2s before its Retry-After had passed",
		"POST /thing used X-Id again after a response",
	}
	expect.Equal(t, "got", want, s.harness.Violations())
}
