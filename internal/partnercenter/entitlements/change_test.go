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
		"refused":       {[]answer{refusal(400, "900307")}, nil, false, "900307", 0, false},
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
	s.Config.Handler = func(inner http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client has gone
				end()
				<-r.Context().Done()
				return
			}
			inner.ServeHTTP(w, r)
		})
	}(s.Config.Handler)
	got, err := s.client(t).Apply(ctx, cancellation())
	expect.NoError(t, err)
	expect.Equal(t, "confirmed", true, got.Confirmed)
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
	_, body, _ := strings.Cut(string(expect.Must(os.ReadFile(filepath.Join("testdata",
		"71-azure-entitlement-cancel-request.http")))(t)), "\n\n")
	expect.Equal(t, "cancel", strings.ReplaceAll(strings.TrimSpace(body), " ", ""), s.bodies[0])
	expect.Equal(t, "reactivate", "", s.bodies[2])
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
