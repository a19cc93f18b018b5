// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// An outage means neither "nothing open" nor "something found", and no part of a listing is
// printed.
func TestEvents_FailureIsExitStatusOneAndNoListing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, wanted string
		arrange      func(s *session)
	}{
		{"down", "Partner Center failed.",
			fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 500})},
		{"down after the first page", "page 2",
			fault(emulator.Fault{Kind: emulator.KindList, Skip: 1, Times: -1, Status: 500})},
		{"cut off", "list fraud events",
			fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Truncate: true})},
		{"a proxy's page", "list fraud events",
			fault(emulator.Fault{Kind: emulator.KindList, HTML: true})},
		{"without MFA", "multifactor", func(s *session) {
			s.variables["PARTNERCENTER_REFRESH_TOKEN"] = s.server.IssueRefreshToken(emulator.WithoutMFA())
		}},
		{"no user configured", "PARTNERCENTER_REFRESH_TOKEN",
			func(s *session) { delete(s.variables, "PARTNERCENTER_REFRESH_TOKEN") }},
		{"a revoked refresh token", "partnercenter login",
			func(s *session) { s.server.RevokeRefreshTokens() }},
		{"throttled", "Raise PARTNERCENTER_MAX_RETRIES.",
			fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 429})},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := startEmulator(t)
			for i := range 501 { // more than a page
				inject(server, fmt.Sprint(i), 30*time.Hour)
			}
			s := newSession(t, server, nil)
			test.arrange(s)
			s.ends(t, exitFailure, "events --older-than 24h --exit-code")
			expect.Contains(t, s.errors.String(), "partnercenter events: ", test.wanted)
			s.wantNoSecret(t, s.said())
		})
	}
}

func TestEvents_StopsWhenItIsInterruptedOrOutOfTime(t *testing.T) {
	t.Parallel()
	server := night(t)
	server.AddFault(emulator.Fault{Kind: emulator.KindList, Times: -1, Delay: time.Hour})

	for _, line := range []string{"events --exit-code", "events show old-active", "report"} {
		late := newSession(t, server, nil)
		late.ends(t, exitFailure, line+" --timeout 200ms")
		expect.Contains(t, late.errors.String(), "the operation timed out", "--timeout")
	}

	stopped := newSession(t, server, nil)
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, stop)
	if status := stopped.run(ctx, "events", "--exit-code"); status != exitFailure ||
		stopped.out.Len() != 0 {
		t.Errorf("exit status %d: %s", status, stopped.said())
	}
	expect.Contains(t, stopped.errors.String(), "canceled")
}

// full is a disk without room, or a pipe whose reader is gone.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestEvents_ListingThatCannotBeWrittenIsAFailure(t *testing.T) {
	t.Parallel()
	server := night(t)
	for _, form := range []string{"table", "json", "ledger"} {
		var errs bytes.Buffer
		var environ []string
		for name, value := range server.Env() {
			environ = append(environ, name+"="+value)
		}
		expect.Equal(t, form, exitFailure,
			run(t.Context(), []string{"events", "-o", form, "--exit-code"},
				cli.Environment{Stdout: full{}, Stderr: &errs, Values: environ}))
		expect.Contains(t, errs.String(), "could not be written in full: no room")
	}
}

// Exit status 2 means that events are listed, so an invalid command line must not use it.
func TestEvents_MistakesOnTheCommandLine(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ args, wanted string }{
		{"--status Open", "--status must be one of `Active`, `Investigating`, or " +
			"`Resolved`, got \"Open\"."},
		{"--status Active,", "--status must be one of"},
		{"--severity Critical", "--severity must be"},
		{"--event-type=", "--event-type must not contain an empty event type"},
		{"--subscription-id=", "--subscription-id must be a GUID"},
		{"--customer-tenant-id contoso.com", "--customer-tenant-id must be"},
		{"--value-added-reseller-tenant-id x", "--value-added-reseller-tenant-id must be"},
		{"--subscription-id " + subscriptionA + " --subscription-id " + subscriptionB,
			"--subscription-id takes one value, got 2"},
		{"--detected-after yesterday", "--detected-after must be"},
		{"--detected-before 2026-01-01", "must be an RFC 3339 time with a time zone"},
		{
			"--detected-after 2026-01-02T00:00:00Z --detected-before 2026-01-01T00:00:00Z",
			"--detected-after (2026-01-02T00:00:00Z) must be earlier than --detected-before " +
				"(2026-01-01T00:00:00Z)",
		},
		{"--is-test=perhaps", "--is-test must be true or false, got \"perhaps\""},
		{"--older-than=", "--older-than must be"},
		{"--timeout 0s", "--timeout must be greater than 0"},
		{"-o yaml", "--output must be one of table, json, markdown, csv, ledger, got"},
		{"stray", "unexpected argument"},
		{"--no-such-flag", "no-such-flag"},
		{"--status Open --severity Critical", "--severity must be"}, // both mistakes are reported
	} {
		s := newSession(t, startEmulator(t), nil)
		s.ends(t, exitFailure, "events --exit-code "+test.args)
		s.expectNoRequests(t)
		expect.Contains(t, s.errors.String(), test.wanted)
	}
}
