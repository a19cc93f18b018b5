// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Whoever waits sees why, on standard error, and the output stays unchanged.
func TestProgress_SlowAndRepeatedCallsAreReported(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"events", "-o", "json"}, {"report", "-o", "csv"},
		{"events", "show", "one", "-o", "json"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			server := startEmulator(t)
			inject(server, "one", time.Hour)
			answer := make(chan struct{})
			server.AddFault(emulator.Fault{Kind: emulator.KindList, Delay: time.Hour, Until: answer})
			slow, said := newSession(t, server, nil), watchFor("s: 2 answers received.\n")
			status := make(chan int)
			go func() { status <- run(t.Context(), args, slow.environment(said)) }()
			said.wait(t)
			close(answer)
			expect.Equal(t, "exit status", exitOK, <-status)
			expect.Contains(t, said.String(), "Still working after ")
			if strings.Contains(slow.out.String(), "Still working") {
				t.Errorf("the output contains the progress:\n%s", slow.out.String())
			}
		})
	}
}

func TestProgress_ALineForEachRetriedAttempt(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"events"}, {"report", "-o", "csv"}, {"doctor"}} {
		t.Run(args[0], func(t *testing.T) {
			t.Parallel()
			server := startEmulator(t)
			inject(server, "one", time.Hour)
			server.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 503, Times: 2})
			s := newSession(t, server, map[string]string{"MAX_RETRIES": "3"})
			s.ends(t, exitOK, strings.Join(args, " "))
			expect.Equal(t, args[0]+": lines", 2,
				strings.Count(s.errors.String(), "failed with HTTP 503. Retrying "))
			expect.Contains(t, s.errors.String(), "Attempt 1 of GET https://", "Attempt 2 of GET https://")
			s.wantNoSecret(t, s.said())
		})
	}
}
