// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/entitlements"
)

// cancellation cancels the subscription, and waits for three reads at most.
func cancellation() entitlements.Change {
	return entitlements.Change{Reason: "compromise", Wait: true, Sleep: sleeps(2),
		Subscription: entitlements.Subscription{CustomerTenantID: customer,
			Entitlement: entitlements.Entitlement{ID: azure, PlanID: plan1, Status: "active"}}}
}

// sleeps is a clock whose time ends after n sleeps.
func sleeps(n int) func(context.Context, time.Duration) error {
	return func(context.Context, time.Duration) error {
		if n--; n < 0 {
			return context.DeadlineExceeded
		}
		return nil
	}
}

// Whatever the answer is, one request is sent, and only a read confirms it.
func TestApply_SendsOnceAndReads(t *testing.T) {
	t.Parallel()
	cancelReply := ok(sample(t, "72-azure-entitlement-cancel-response.json"))
	pending := []answer{standing("active"), standing("active"), standing("inactive")}
	for name, test := range map[string]struct {
		sent   []answer
		reads  []answer
		noWait bool

		says      string // of the error; empty: none
		count     int    // reads
		confirmed bool
	}{
		"200 that still says active": {cancelReply, pending, false, "", 3, true},
		"202 without a body": {[]answer{{http.StatusAccepted, ""}}, []answer{standing("INACTIVE")},
			false, "", 1, true},
		"accepted, and deleted":    {cancelReply, []answer{standing("deleted")}, false, "", 1, true},
		"accepted, not waited for": {cancelReply, nil, true, "", 0, false},
		"accepted, and never done": {cancelReply, []answer{standing("active")}, false,
			"accepted the request to cancel", 3, false},
		"no answer, but done": {[]answer{{}}, pending, false, "", 3, true},
		"no answer, never done": {[]answer{{}}, []answer{standing("active")}, false, "no usable answer",
			3,
			false},
		"no answer, not waited for": {[]answer{{}}, []answer{standing("active")}, true,
			"no usable answer", 1, false},
		"500, but done": {[]answer{refusal(500, "800003")}, pending, false, "", 3, true},
		"504":           {[]answer{{504, ""}}, pending, false, "", 3, true},
		"garbage":       {ok("<html>"), pending, false, "", 3, true},
		"the printed sample, which is not JSON": {
			ok(sample(t, "72-azure-entitlement-cancel-response.raw.json")), pending, false, "", 3, true},
		"a new word for the status": {cancelReply, []answer{standing("active"), standing("suspended")},
			false, `but its status is "suspended"`, 3, false},
		"refused": {[]answer{refusal(400, "900307")}, nil, false, "900307", 0, false},
		"a hiccup of the read": {cancelReply,
			[]answer{refusal(500, ""), refusal(500, ""), standing("inactive")}, false, "", 3, true},
		"reads are forbidden": {cancelReply, []answer{refusal(403, "900150")}, false,
			"its status could not be read", 1, false},
		"the read is about another one": {cancelReply, ok(`{"id":"` + plan1 + `","status":"inactive"}`),
			false, "its status could not be read", 3, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, map[string][]answer{cancel1: test.sent, get1: test.reads})
			change := cancellation()
			change.Wait = !test.noWait
			got, err := s.client(t).Apply(t.Context(), change)
			expect.Equal(t, "requests", 1, s.calls(cancel1))
			expect.Equal(t, "reads", test.count, s.calls(get1))
			expect.Equal(t, "confirmed", test.confirmed, got.Confirmed)
			if (err != nil) != (test.says != "") {
				t.Fatalf("error %v", err)
			}
			if err != nil {
				expect.Contains(t, err.Error(), test.says)
			}
		})
	}
}

// A refusal that asks for a repetition means that nothing was done.
func TestApply_WaitsForTheService(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string][]answer{cancel1: {{429, ""}, {202, ""}}, get1: {standing("inactive")}})
	_, err := s.client(t).Apply(t.Context(), cancellation())
	expect.NoError(t, err)
	expect.Equal(t, "requests", 2, s.calls(cancel1))
}

// The request whose outcome is unknown may have ended the time. One read still follows.
func TestApply_ReadsAfterItsTime(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	s := serve(t, map[string][]answer{get1: {standing("inactive")}})
	s.Config.Handler = hanging(s.Config.Handler, http.MethodPost, end)
	got, err := s.client(t).Apply(ctx, cancellation())
	expect.NoError(t, err)
	expect.Equal(t, "confirmed", true, got.Confirmed)
}

// A read that does not confirm the request is the only one: the run was told to stop.
func TestApply_ReadsOnceAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	s := serve(t, map[string][]answer{get1: {standing("active")}})
	s.Config.Handler = hanging(s.Config.Handler, http.MethodPost, end)
	_, err := s.client(t).Apply(ctx, cancellation())
	expect.Contains(t, err.Error(), "no usable answer", "the run was interrupted")
	expect.Equal(t, "reads", 1, s.calls(get1))
}

// hanging never answers calls with that method. It calls end when one has arrived.
func hanging(inner http.Handler, method string, end func()) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method {
			inner.ServeHTTP(w, r)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client has gone
		end()
		<-r.Context().Done()
	})
}

// Another client may have canceled the subscription since it was read. What Partner Center answers
// then is unknown, so a refusal that can mean this is followed by one read.
func TestApply_ARefusalMayComeTooLate(t *testing.T) {
	t.Parallel()
	const onItsWay = "Wait for at least ten minutes"
	for name, test := range map[string]struct {
		refusal, read answer
		says          string // of the error; empty: none
		advice        string
		reads         int
	}{
		"400, and inactive": {refusal(400, "400"), standing("inactive"), "", "", 1},
		"409, and deleted":  {refusal(409, ""), standing("deleted"), "", "", 1},
		"400, and active":   {refusal(400, "400"), standing("active"), "HTTP 400", onItsWay, 1},
		"409, and active":   {refusal(409, "1"), standing("active"), "HTTP 409", onItsWay, 1},
		"400, and no read":  {refusal(400, "400"), refusal(403, "900150"), "HTTP 400", onItsWay, 1},
		"a reason":          {refusal(400, "900307"), answer{}, "900307", "Check the cancellation", 0},
		"no GUID":           {refusal(400, "800002"), answer{}, "800002", "Check the ids", 0},
		"no customer":       {refusal(400, "900118"), answer{}, "900118", "Check the customer", 0},
		"a role":            {refusal(403, "900150"), answer{}, "900150", "both", 0},
		"not there":         {refusal(404, "800111"), answer{}, "800111", "Check", 0},
		"a proxy":           {answer{400, "<html>"}, answer{}, "HTTP 400", "proxy", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, map[string][]answer{cancel1: {test.refusal}, get1: {test.read}})
			got, err := s.client(t).Apply(t.Context(), cancellation())
			expect.Equal(t, "requests", 1, s.calls(cancel1))
			expect.Equal(t, "reads", test.reads, s.calls(get1))
			expect.Equal(t, "sent", false, got.Sent)
			expect.Equal(t, "confirmed", test.says == "", got.Confirmed)
			expect.Equal(t, "too late", test.says == "", got.Refusal != nil)
			if test.says == "" {
				expect.NoError(t, err)
				return
			}
			var failed *partnercenter.Error
			if !errors.As(err, &failed) {
				t.Fatalf("error %v", err)
			}
			expect.Contains(t, failed.Error(), test.says)
			expect.Contains(t, failed.Advice.String(), test.advice)
		})
	}
}

// The end of the time and Ctrl-C look alike to the calls, but not to the reader.
func TestApply_EndsWhileItWaits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end     func(context.Context) (context.Context, context.CancelFunc)
		sent    answer
		says    []string
		already bool
	}{
		"interrupted": {context.WithCancel, answer{202, ""}, []string{"accepted the request",
			`but the run was interrupted while its status was still "active"`,
			"Read the status before"}, false},
		"interrupted, and unknown": {context.WithCancel, answer{}, []string{"no usable answer",
			`and the run was interrupted while its status was still "active"`, "not repeated"}, false},
		"interrupted, and sent before": {context.WithCancel, answer{}, []string{
			"this run has already sent the request", "but the run was interrupted"}, true},
		"timed out": {func(context.Context) (context.Context, context.CancelFunc) {
			var isUp atomic.Bool
			return expect.Overdue(t, isUp.Load), func() { isUp.Store(true) }
		}, answer{202, ""}, []string{`but its status is still "active"`, "`timeout`"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, map[string][]answer{cancel1: {test.sent}, get1: {standing("active")}})
			ctx, end := test.end(t.Context())
			defer end()
			change := cancellation()
			change.AlreadySent = test.already
			change.Sleep = nil
			change.Heard = func(entitlements.Entitlement) { end() }
			_, err := s.client(t).Apply(ctx, change)
			var pending *entitlements.PendingError
			if !errors.As(err, &pending) {
				t.Fatalf("error %v", err)
			}
			a := pending.Anatomy()
			expect.Contains(t, a.What.String()+" "+a.Advice.String(), test.says...)
		})
	}
}

// An interrupt during the last read says what was known before.
func TestApply_EndsWhileItReads(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	s := serve(t, map[string][]answer{cancel1: {{202, ""}}})
	s.Config.Handler = hanging(s.Config.Handler, http.MethodGet, end)
	_, err := s.client(t).Apply(ctx, cancellation())
	var pending *entitlements.PendingError
	if !errors.As(err, &pending) {
		t.Fatalf("error %v", err)
	}
	expect.Contains(t, pending.Error(),
		`but the run was interrupted while the last known status was "active"`)
}

func TestApply_Bodies(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string][]answer{cancel1: {{202, ""}}, revive1: {{202, ""}},
		get1: {standing("inactive"), standing("active")}})
	_, err := s.client(t).Apply(t.Context(), cancellation())
	expect.NoError(t, err)
	revival := cancellation()
	revival.Reason, revival.Status = "", "inactive"
	got, err := s.client(t).Apply(t.Context(), revival)
	expect.NoError(t, err)
	expect.Equal(t, "status", "active", got.Status)
	call, body := sentSample(t, "71-azure-entitlement-cancel-request.http")
	expect.Equal(t, "cancel", []string{call, body}, []string{s.all()[0], s.bodies[0]})
	call, body = sentSample(t, "73-azure-entitlement-reactivate.http")
	expect.Equal(t, "reactivate", []string{call, body}, []string{s.all()[2], s.bodies[2]})
}

// sentSample returns the call of a documented request, with the ids of the tests, and its body.
func sentSample(t *testing.T, name string) (call, body string) {
	t.Helper()
	text := strings.NewReplacer("https://api.partnercenter.microsoft.com", "", "{customer_id}",
		customer, "{subscription_id}", plan1, "{entitlement_id}", azure).Replace(string(expect.Must(
		os.ReadFile(filepath.Join("testdata", name)))(t)))
	request, _, _ := strings.Cut(text, "### response")
	head, body, _ := strings.Cut(request, "\n\n")
	call, _, _ = strings.Cut(head, " HTTP/1.1")
	return call, strings.ReplaceAll(strings.TrimSpace(body), " ", "")
}

func TestApply_NothingIsSent(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	_, err := s.client(t, func(c *partnercenter.Config) { c.ReadOnly = true }).
		Apply(t.Context(), cancellation())
	if !errors.As(err, new(*partnercenter.ReadOnlyError)) {
		t.Errorf("read-only: %v", err)
	}
	legacy := cancellation()
	legacy.Legacy, legacy.PlanID = true, ""
	if _, err = s.client(t).Apply(t.Context(), legacy); !errors.As(err,
		new(*entitlements.LegacyError)) {
		t.Errorf("legacy: %v", err)
	}
	expect.Equal(t, "calls", 0, len(s.all()))
}
