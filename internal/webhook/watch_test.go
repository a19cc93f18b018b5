// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const (
	handedOn = http.StatusOK
	later    = http.StatusServiceUnavailable
)

// An alert is answered 2xx when its own event is handed on, and not when another one is.
func TestReceiver_ALateEventIsSentAgainThoughOthersAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := alertAbout(subscription, "1"), alertAbout(subscription, "2")
	w.raise(subscription, "E1")
	expect.Equal(t, "first", handedOn, w.deliver(w.sign(t, first)))
	for range 2 {
		expect.Equal(t, "second", later, w.deliver(w.sign(t, second)))
		w.wantLog(t, `"msg":"nothing new yet"`, subscription, "is listed yet")
	}
	w.raise(subscription, "E2")
	expect.Equal(t, "second", handedOn, w.deliver(w.sign(t, second)))
	expect.Equal(t, "ids", []string{subscription + "/E1", subscription + "/E2"}, w.ids())
	expect.Equal(t, "repeat", handedOn, w.deliver(w.sign(t, second)))
	w.wantLog(t, `"msg":"repeat dropped"`)
}

// Several alerts of a subscription whose events came together each find theirs.
func TestReceiver_EveryAlertAccountsForOneEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.raise(subscription, "E1")
	w.raise(subscription, "E2")
	for i, want := range []int{handedOn, handedOn, later} {
		expect.Equal(t, "status", want,
			w.deliver(w.sign(t, alertAbout(subscription, strings.Repeat("1", i+1)))))
	}
}

// The service may have used up its attempts when the event comes.
func TestReceiver_LooksAgainByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.LookAfter(slices.Repeat([]time.Duration{50 * time.Millisecond}, 10_000)...)
	w.raise(subscription, "E1")
	expect.Equal(t, "first", handedOn, w.deliver(w.sign(t, alertAbout(subscription, "1"))))
	second := alertAbout(subscription, "2")
	expect.Equal(t, "second", later, w.deliver(w.sign(t, second)))
	w.raise(subscription, "E2")
	w.waitLog(t, `"msg":"looked again","subscription_id":"`+subscription+`","handed_on":1`, 1, "look")
	expect.Equal(t, "ids", []string{subscription + "/E1", subscription + "/E2"}, w.ids())
	expect.Equal(t, "second", handedOn, w.deliver(w.sign(t, second)))
	expect.Equal(t, "handed on", 2, len(w.ids()))
}

func TestReceiver_GivesUpOnAnEventThatNeverComes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.LookAfter(time.Millisecond, time.Millisecond)
	body := alertAbout(subscription, "1")
	expect.Equal(t, "status", later, w.deliver(w.sign(t, body)))
	w.waitLog(t, `"msg":"no event came"`, 1, "end")
	expect.Equal(t, "listings", 3, w.listed)
	expect.Equal(t, "status", handedOn, w.deliver(w.sign(t, body)))
	w.wantLog(t, `"msg":"nothing new"`)
	expect.Equal(t, "another alert", later, w.deliver(w.sign(t, alertAbout(subscription, "2"))))
}

// A new alert starts the looks over.
func TestReceiver_LooksAsLongAfterTheLastAlert(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.LookAfter(time.Millisecond, time.Hour)
	w.deliver(w.sign(t, alertAbout(subscription, "1")))
	w.waitListed(t, 2)
	w.deliver(w.sign(t, alertAbout(subscription, "2")))
	w.waitListed(t, 4)
}

// An alert about a change of the status needs no new event.
func TestReceiver_AChangedStatusIsNothingNew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.LookAfter(time.Millisecond)
	w.raise(subscription, "E1")
	expect.Equal(t, "status", handedOn, w.deliver(w.sign(t, alertAbout(subscription, "1"))))
	w.waitListed(t, 2)
	changed := strings.Replace(alertAbout(subscription, "2"), "=Active", "=Investigating", 1)
	expect.Equal(t, "status", handedOn, w.deliver(w.sign(t, changed)))
	w.wantLog(t, `"msg":"nothing new"`)
	expect.Equal(t, "handed on", 1, len(w.ids()))
}

// A reopened event needs a decision again.
func TestReceiver_HandsOnAReopenedEventAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.raise(subscription, "E1")
	for i, status := range []fraud.Status{fraud.Active, fraud.Resolved, fraud.Active} {
		w.mu.Lock()
		w.events[0].Status = status
		w.mu.Unlock()
		body := strings.Replace(alertAbout(subscription, strings.Repeat("1", i+1)), "=Active",
			"="+string(status), 1)
		expect.Equal(t, "status", handedOn, w.deliver(w.sign(t, body)))
	}
	expect.Equal(t, "ids", []string{subscription + "/E1", subscription + "/E1"}, w.ids())
}

// A restart hands on open events again, with the same ids, and loses none.
func TestReceiver_ARestartLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := alertAbout(subscription, "1")
	expect.Equal(t, "before its event", later, w.deliver(w.sign(t, body)))
	w.Close()
	w.restart()
	w.raise(subscription, "E1")
	expect.Equal(t, "next attempt", handedOn, w.deliver(w.sign(t, body)))
	w.Close()
	w.restart()
	expect.Equal(t, "a replay", handedOn, w.deliver(w.sign(t, body)))
	expect.Equal(t, "ids", []string{subscription + "/E1", subscription + "/E1"}, w.ids())
}

func (w *world) waitListed(t *testing.T, want int) {
	t.Helper()
	listed := func() int {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.listed
	}
	expect.Eventually(t, "listings", func() bool { return listed() >= want })
	expect.Equal(t, "listings", want, listed())
}
