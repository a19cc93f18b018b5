// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/auditrecords"
)

// startLog starts an emulator whose log has four records a day for 90 days.
func startLog(t *testing.T, change func(*emulator.Behaviour)) (*emulator.Server, []string) {
	t.Helper()
	now := day("2026-04-30").Add(23 * time.Hour)
	s := expect.Must(emulator.Start(emulator.Options{PlainHTTPAPI: true,
		Now: func() time.Time { return now }}))(t)
	t.Cleanup(func() { _ = s.Close() })
	s.SetBehaviour(change)
	var records []emulator.AuditRecord
	for n := range 360 {
		records = append(records, emulator.AuditRecord{
			OperationType: fmt.Sprintf("operation_%d", n), ResourceType: "customer_user",
			CustomerID: "c1", CustomerName: "Relecloud",
			OperationDate: now.Add(-time.Duration(n)*6*time.Hour - time.Minute),
		})
	}
	s.Record(records...)
	var ids []string
	for _, r := range s.Activity() {
		ids = append(ids, r.ID)
	}
	return s, ids
}

// The head grows after each page, so every later page begins with records of the page before.
func TestList_NinetyDaysWhileTheLogGrows(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*emulator.Behaviour){
		"header": func(*emulator.Behaviour) {},
		"link":   func(b *emulator.Behaviour) { b.AuditToken = emulator.AuditTokenInLink },
		"body":   func(b *emulator.Behaviour) { b.AuditToken = emulator.AuditTokenInBody },
		"uri":    func(b *emulator.Behaviour) { b.AuditToken = emulator.AuditTokenInURI },
		"no ids": func(b *emulator.Behaviour) { b.AuditNoIDs = true },
		"bare":   func(b *emulator.Behaviour) { b.AuditBare = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, want := startLog(t, func(b *emulator.Behaviour) {
				change(b)
				b.AuditPageSize, b.AuditHeadGrows = 50, 7
			})
			got, err := client(t, s.BaseURL(), token(s.AccessToken())).List(t.Context(),
				auditrecords.Query{Start: day("2026-01-31"), End: day("2026-04-30")})
			expect.NoError(t, err)
			seen := map[string]int{}
			dates := []string{}
			for _, r := range got {
				seen[r.OperationType]++
				dates = append(dates, r.OperationDate.Format(time.RFC3339Nano))
			}
			for n := range want {
				if operation := fmt.Sprintf("operation_%d", n); n > 0 && seen[operation] != 1 {
					t.Errorf("%s was found %d times", operation, seen[operation])
				}
			}
			if !slices.IsSortedFunc(dates, func(a, b string) int { return strings.Compare(b, a) }) {
				t.Error("not sorted")
			}
			if windows := countWindows(s); windows != 3 {
				t.Errorf("%d windows", windows)
			}
			if v := s.Violations(); len(v) > 0 {
				t.Error(v)
			}
		})
	}
}

// countWindows counts the calls for a first page.
func countWindows(s *emulator.Server) (windows int) {
	for _, r := range s.Requests() {
		if r.Kind == emulator.KindAuditRecords && !r.Query.Has("seekOperation") {
			windows++
		}
	}
	return windows
}

func TestList_Windows(t *testing.T) {
	t.Parallel()
	for days, want := range map[int][]string{
		1:  {"2026-04-30 2026-04-30"},
		30: {"2026-04-01 2026-04-30"},
		31: {"2026-04-01 2026-04-30", "2026-03-31 2026-03-31"},
		90: {"2026-04-01 2026-04-30", "2026-03-02 2026-03-31", "2026-01-31 2026-03-01"},
	} {
		var got []string
		c := serve(t, func(_ http.ResponseWriter, r *http.Request) {
			got = append(got, r.FormValue("startDate")+" "+r.FormValue("endDate"))
		})
		end := day("2026-04-30")
		_, err := c.List(t.Context(), auditrecords.Query{Start: end.AddDate(0, 0, 1-days), End: end})
		expect.NoError(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d days (-want +got):\n%s", days, diff)
		}
	}
}

// A service may page with one token until a page is empty.
func TestList_TokenThatStaysTheSame(t *testing.T) {
	t.Parallel()
	calls := 0
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		calls++
		w.Header().Set("MS-ContinuationToken", "t")
		body := "[]"
		if calls < 4 {
			body = fmt.Sprintf(`[{"id":"%d"}]`, calls)
		}
		_, _ = w.Write([]byte(body))
	})
	got := expect.Must(c.List(t.Context(), oneDay()))(t)
	if len(got) != 3 || calls != 4 {
		t.Errorf("%d records in %d calls", len(got), calls)
	}
}

// A part of the log must not pass for all of it.
func TestList_PageThatLeadsToItself(t *testing.T) {
	t.Parallel()
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("MS-ContinuationToken", "t")
		_, _ = w.Write([]byte(`[{"id":"1"}]`))
	})
	_, err := c.List(t.Context(), oneDay())
	if err == nil {
		t.Fatal("no error")
	}
	expect.Contains(t, err.Error(), "leads to the same page again")
}

// A link continues the query, and never leads to another address.
func TestList_LinkToAnotherHost(t *testing.T) {
	t.Parallel()
	var paths []string
	var last url.Values
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		paths, last = append(paths, r.URL.Path), r.URL.Query()
		if len(paths) == 1 {
			_, _ = w.Write([]byte(`{"items":[],"links":{"next":{"uri":"https://evil.example/x?` +
				`STARTDATE=2026-04-30&seek=s"}}}`))
		}
	})
	_, err := c.List(t.Context(), oneDay())
	expect.NoError(t, err)
	want := url.Values{"STARTDATE": {"2026-04-30"}, "endDate": {"2026-04-30"}, "size": {"500"},
		"seek": {"s"}, "seekOperation": {"Next"}}
	if diff := cmp.Diff(want, last); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	expect.Equal(t, "paths", "/v1/auditrecords /v1/auditrecords", strings.Join(paths, " "))
}

// An operation can end while the log is read.
func TestList_LaterReadingOfARecord(t *testing.T) {
	t.Parallel()
	calls := 0
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if calls++; calls == 1 {
			w.Header().Set("MS-ContinuationToken", "t")
			_, _ = w.Write([]byte(`[{"id":"1","operationStatus":"progress"}]`))
			return
		}
		_, _ = w.Write([]byte(`[{"id":"1","operationStatus":"succeeded"}]`))
	})
	got := expect.Must(c.List(t.Context(), oneDay()))(t)
	if len(got) != 1 || got[0].OperationStatus != "succeeded" {
		t.Errorf("got %+v", got)
	}
}
