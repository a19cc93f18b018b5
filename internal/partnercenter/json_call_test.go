// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func budgets() partnercenter.Area {
	return partnercenter.Area{Name: "budgets", Advise: func(e *partnercenter.Error) anatomy.Text {
		if e.Code == "42" {
			return anatomy.Say("Ask for another budget.")
		}
		return nil
	}}
}

func read() partnercenter.Call {
	return partnercenter.Call{Area: budgets(), Operation: "read the budget", Asked: "customer c1",
		Method: http.MethodGet, Path: []string{"v1", "customers", "c1", "usagebudget"}}
}

func write() partnercenter.Call {
	c := read()
	c.Operation, c.Method, c.Body = "set the budget", http.MethodPatch, map[string]int{"Amount": 7}
	return c
}

func TestCall_Content(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{"": "", "null": "", "\ufeff null\n": "", "{}": "{}",
		"\ufeff[1]": "[1]"} {
		got, err := newClient(t, serve(t, reply(200, body))).Call(t.Context(), read())
		expect.NoError(t, err)
		if string(got.Body) != want {
			t.Errorf("%q: got %q, want %q", body, got.Body, want)
		}
	}
	for body, want := range map[string]jsonlist.Problem{"<html>": jsonlist.ProblemHTML,
		"{": jsonlist.ProblemNotJSON, "{} x": jsonlist.ProblemNotJSON} {
		_, err := newClient(t, serve(t, reply(200, body)), noRetry).Call(t.Context(), read())
		var problem *jsonlist.Error
		if !errors.As(err, &problem) || problem.Problem != want {
			t.Errorf("%q: got %v, want %q", body, err, want)
		}
	}
}

func TestCall_SendsItsOwnHeadersAndNoEventsModel(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, "{}"))
	call := read()
	call.Header = http.Header{"Ms-Continuationtoken": {"next"}}
	_, err := newClient(t, s).Call(t.Context(), call)
	expect.NoError(t, err)
	got := s.seen()[0].header
	if got.Get("MS-ContinuationToken") != "next" || got.Get("X-Locale") != "en-US" ||
		got.Get("X-NewEventsModel") != "" {
		t.Errorf("got %v", got)
	}
}

// A part of a reply must not pass for all of it, and only a write may be accepted for later.
func TestCall_Statuses(t *testing.T) {
	t.Parallel()
	for _, status := range []int{201, 202, 203, 206, 207} {
		_, err := newClient(t, serve(t, reply(status, "{}")), noRetry).Call(t.Context(), read())
		if err == nil {
			t.Errorf("GET took %d", status)
		}
		got, err := newClient(t, serve(t, reply(status, "{}")), noRetry).Call(t.Context(), write())
		if accepted := status <= 202; accepted != (err == nil) || accepted && got.Status != status {
			t.Errorf("PATCH, %d: got %+v, %v", status, got, err)
		}
	}
}

func TestCall_ReadsAgainAndWritesOnce(t *testing.T) {
	t.Parallel()
	got, err := newClient(t, serve(t, hangUp, reply(200, "{}"))).Call(t.Context(), read())
	if err != nil || string(got.Body) != "{}" {
		t.Errorf("GET: got %+v, %v", got, err)
	}
	s := serve(t, hangUp)
	_, err = newClient(t, s).Write(t.Context(), write())
	var failed *partnercenter.Error
	if !errors.As(err, &failed) || !failed.OutcomeUnknown {
		t.Errorf("PATCH: got %v, want an unknown outcome", err)
	}
	if got := s.seen()[0].body; got != `{"Amount":7}` {
		t.Errorf("sent %s", got)
	}
}

func TestWrite_WaitsWhenItsRateIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began, sent := time.Now(), 0
		c := newClientAt(t, "http://127.0.0.1", over(func(r *http.Request) (*http.Response, error) {
			sent++
			switch sent {
			case 1:
				return canned(r, 429, "", "Retry-After: 40")
			case 2:
				return canned(r, 429, "", "Retry-After: 2")
			}
			return canned(r, 204, "")
		}))
		_, err := c.Write(t.Context(), write())
		expect.NoError(t, err)
		if waited := time.Since(began); sent != 3 || waited < 42*time.Second {
			t.Errorf("%d attempts in %s", sent, waited)
		}
	})
}

// The caller reads before anything is written again. A 2xx that cannot be read is the answer to a
// write that is done.
func TestWrite_IsNotRepeatedAfterWhatMayHaveHadAnEffect(t *testing.T) {
	t.Parallel()
	replies := map[string]http.HandlerFunc{"HTML": reply(200, "<html>"), "half": reply(200, "{"),
		"interrupted": reply(200, "{", "Content-Length: 100")}
	for _, status := range []int{408, 500, 502, 503, 504} {
		replies[strconv.Itoa(status)] = reply(status, "{}", "Retry-After: 0")
	}
	for name, reply := range replies {
		s := serve(t, reply)
		_, err := newClient(t, s).Write(t.Context(), write())
		var failed *partnercenter.Error
		if !errors.As(err, &failed) || !failed.MayHaveHappened() || len(s.seen()) != 1 {
			t.Errorf("%s: got %v after %d calls", name, err, len(s.seen()))
		}
	}
}

func TestCall_ReadOnly(t *testing.T) {
	t.Parallel()
	service := serve(t, reply(200, "{}"))
	c := newClient(t, service, func(c *partnercenter.Config) { c.ReadOnly = true })
	_, err := c.Call(t.Context(), read())
	expect.NoError(t, err)
	var refused *partnercenter.ReadOnlyError
	if _, err = c.Write(t.Context(), write()); !errors.As(err, &refused) {
		t.Errorf("got %v, want a ReadOnlyError", err)
	}
}

func TestCall_AdviceOfTheArea(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"42": "Ask for another budget.", "43": "Check the values.",
	} {
		s := serve(t, reply(400, `{"code":"`+code+`","description":"no"}`))
		_, err := newClient(t, s, noRetry).Call(t.Context(), read())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("code %s: got %v, want %q", code, err, want)
		}
	}
}

func TestPage_Forms(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{"": 0, `[{"a":1},{"a":2}]`: 2, `{"items":[]}`: 0,
		`{"items":null}`: 0, `[null,{"a":1}, null ]`: 1, `{"items":[{"a":1},null]}`: 1,
		`{"TotalCount":9,"Items":[{"a":1}],"Links":{"Next":{"Uri":"/x","Headers":[{"Key":"k",
		"Value":"v"}]}}}`: 1} {
		page, err := partnercenter.Reply{Body: []byte(body)}.Page()
		items, decodeErr := partnercenter.Items[struct{ A int }](page)
		if err != nil || decodeErr != nil || len(items) != want {
			t.Errorf("%q: got %v, %v, %v", body, items, err, decodeErr)
		}
		if (page.Next != nil) != strings.Contains(body, "Next") ||
			page.Next != nil && page.Next.Headers[0].Value != "v" {
			t.Errorf("%q: next %+v", body, page.Next)
		}
	}
	for _, body := range []string{"{}", `{"items":{}}`, `"x"`} {
		if _, err := (partnercenter.Reply{Body: []byte(body)}).Page(); err == nil {
			t.Errorf("%s is no list, and passed", body)
		}
	}
}

func TestItems_OtherFormWithoutGoTypes(t *testing.T) {
	t.Parallel()
	page := expect.Must(partnercenter.Reply{Body: []byte(`[{"a":"text"}]`)}.Page())(t)
	_, err := partnercenter.Items[struct{ A int }](page)
	_, decodeErr := partnercenter.Reply{Body: []byte("[]")}.Decode(&struct{ A int }{})
	for want, err := range map[string]error{"an unexpected string": err,
		"an unexpected array": decodeErr} {
		if err == nil || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "Go") || strings.Contains(err.Error(), "json:") {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// Nothing of the handler's state survives an attempt that broke off.
func TestCall_BrokenReplyIsReadAgain(t *testing.T) {
	t.Parallel()
	broken := rawReply("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" +
		"Content-Length: 90\r\n\r\n{")
	got, err := newClient(t, serve(t, broken, reply(200, `{"a":1}`))).Call(t.Context(), read())
	if err != nil || string(got.Body) != `{"a":1}` {
		t.Errorf("got %+v, %v", got, err)
	}
}
