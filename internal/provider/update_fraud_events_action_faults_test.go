// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const unfinished = "Not all fraud events were changed"

// inThree is a configuration of everything in three subscriptions, which makes three consecutive
// batches.
func inThree(changes ...object) object {
	all := []object{everything(), {"subscription_ids": []string{third(0), third(1), third(2)}}}
	return ignoring(append(all, changes...)...)
}

func third(i int) string { return fmt.Sprintf("%08d-aaaa-4bbb-8ccc-352cb3f2c805", i%3) }

// thirds returns events in three subscriptions in turn, e000 and so on.
func thirds(n int) []emulator.Event {
	events := make([]emulator.Event, n)
	for i := range events {
		events[i] = emulator.NewEvent(third(i), fmt.Sprintf("e%03d", i))
	}
	return events
}

// onPicked acts after the events are selected, and before anything is written.
func onPicked(do func()) func(string) {
	return func(message string) {
		if strings.HasPrefix(message, "Selected ") {
			do()
		}
	}
}

func TestUpdateFraudEvents_ABadEventInABatchFailsAlone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, thirds(30)...)
	c := configuredClient(t, s)
	said := c.invokeAction(inThree(), onPicked(func() { ageOut(t, s, "e004", "e005") }))
	if len(said.diagnostics) != 1 {
		t.Fatalf("got %+v", said.diagnostics)
	}
	failed := said.diagnostics[0]
	said.expectTally(t, tally{Changed: 28, Picked: 30, Failed: 2}, anError(failed.Summary, "",
		"Changed 28 of 30 events", "Invoke the action again for the remaining events"))
	// The service refuses them. A slow machine reviews a batch again, and finds them unlisted.
	for _, id := range []string{"e004", "e005"} {
		refused := regexp.MustCompile(`- ` + id + `: .*code 3000`).MatchString(failed.Detail)
		unlisted := strings.Contains(failed.Detail, "does not list event "+id)
		if refused == unlisted || refused && !strings.Contains(failed.Detail, "MS-RequestId") {
			t.Errorf("%s: refused %t, unlisted %t in %s", id, refused, unlisted, failed.Detail)
		}
	}
	expectEqual(t, "events", map[string]int{"Resolved Ignore": 28}, standings(s))
}

func TestUpdateFraudEvents_TheDeadlineEndsItAndTheRestIsNotTried(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, thirds(9)...)
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Skip: 1, Delay: time.Hour})
	c := configuredClient(t, s)
	c.ctx = expect.Overdue(t, func() bool { return s.Count(emulator.KindUpdate) > 1 })
	said := c.invokeAction(inThree())
	said.expectTally(t, tally{Changed: 3, Picked: 9, Failed: 3, Untried: 3},
		anError(said.diagnostics[0].Summary, "", "e001", "e004", "e007", "Not tried: e002, e005, e008.",
			"Invoke the action again"))
	said.expectSaid(t, "(3 so far): e000, e003, e006")
	expectWrites(t, s, 2)
}

func TestUpdateFraudEvents_AnInterruptLosesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, thirds(9)...)
	c := configuredClient(t, s)
	answer := make(chan struct{})
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Skip: 1, Delay: time.Hour, Until: answer})
	said := c.invokeAction(inThree(), func(message string) {
		if !strings.Contains(message, "(3 so far)") {
			return
		}
		go func() { // once the second write is in transit
			expect.Eventually(t, "the second write", func() bool { return s.Count(emulator.KindUpdate) > 1 })
			c.interruptActions()
			close(answer)
		}()
	})
	expectDiagnostics(t, said.diagnostics,
		anError(unfinished, "", "3 were not tried.", "Not tried: e002, e005, e008.",
			"Changed to Resolved (Ignore) (6 so far): e001, e004, e007", "Invoke the action again"))
	expectEqual(t, "result", tally{Changed: 6, Picked: 9, Untried: 3},
		tallyOf(said.diagnostics[0].Detail))
	if !strings.Contains(said.last(t), "(3 so far)") {
		t.Errorf("a message after the interrupt, at which Terraform gives the action up: %s",
			said.last(t))
	}
	expectEqual(t, "events", map[string]int{"Resolved Ignore": 6, "Active None": 3}, standings(s))

	invoke(t, s, inThree()).expectTally(t, tally{Changed: 3, Picked: 9, Already: 6})
	expectWrites(t, s, 3)
}

// A colleague decides while throttling delays the write: the listing is out of date.
func TestUpdateFraudEvents_AColleaguesLaterChangeIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, consent := range []bool{false, true} {
		s := startEmulator(t, event("e1"), event("e2"), event("e3"))
		s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: http.StatusTooManyRequests,
			RetryAfter: "1"})
		c := configuredClient(t, s)
		said := c.invokeAction(ignoring(everything(), object{"allow_overwrite": consent}),
			onPicked(func() {
				colleagueResolves(t, s, "e2", "Fraud")
				colleagueResolves(t, s, "e3", "Ignore")
			}))
		said.expectTally(t, tally{Changed: 1, Picked: 3, Already: 1, Meanwhile: 1})
		said.expectSaid(t, "somebody else has changed it: e2, now Resolved (Fraud) by "+
			colleague)
		expectStanding(t, s, "e1", "Resolved", "Ignore")
		expectStanding(t, s, "e2", "Resolved", "Fraud")
	}
}
