// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// unknownSubscription is the fault that tells a lie: the events of a subscription are unlisted.
const unknownSubscription = "404 for a list"

// longThrottling is longer than the five seconds for which the provider relies on a page.
const longThrottling = "a long 429 on a write"

// namedFault is a fault, and its name in the log.
type namedFault struct {
	name  string
	fault emulator.Fault
}

// faults are what a step can choose from. Each hits one call, unless it says otherwise.
func faults(list, update string, codes apiCodes) []namedFault {
	return []namedFault{
		{"429 on a list", emulator.Fault{Kind: list, Status: 429, RetryAfter: "1"}},
		{longThrottling, emulator.Fault{Kind: update, Status: 429, RetryAfter: "6"}},
		{"503 on a list", emulator.Fault{Kind: list, Status: 503, Times: 2}},
		{"503 on a write", emulator.Fault{Kind: update, Status: 503}},
		{"504 after the effect of a write",
			emulator.Fault{Kind: update, Status: 504, AfterEffect: true}},
		{"504 before the effect of a write", emulator.Fault{Kind: update, Status: 504}},
		{"500 after the effect of a write",
			emulator.Fault{Kind: update, Status: 500, AfterEffect: true}},
		{"a list that breaks", emulator.Fault{Kind: list, Drop: true}},
		{"a write that breaks", emulator.Fault{Kind: update, Drop: true}},
		{"a write that breaks after its effect",
			emulator.Fault{Kind: update, Drop: true, AfterEffect: true}},
		{"a truncated list", emulator.Fault{Kind: list, Truncate: true}},
		{"a truncated reply to a write",
			emulator.Fault{Kind: update, Truncate: true, AfterEffect: true}},
		{"HTML for a list", emulator.Fault{Kind: list, HTML: true}},
		{"HTML for a write", emulator.Fault{Kind: update, HTML: true, AfterEffect: true}},
		{"401 on a list", emulator.Fault{Kind: list, Status: 401, Code: codes.unauthorized}},
		{"401 on a write",
			emulator.Fault{Kind: update, Status: 401, Code: codes.unauthorized}},
		{"401 on every write",
			emulator.Fault{Kind: update, Status: 401, Code: codes.unauthorized, Times: -1}},
		{"403 on a list", emulator.Fault{Kind: list, Status: 403, Code: codes.forbidden}},
		{unknownSubscription, emulator.Fault{Kind: list, Status: 404, Code: codes.unknown}},
		{"400 on a write", emulator.Fault{Kind: update, Status: 400, Code: codes.invalid}},
		{"202 for a write", emulator.Fault{Kind: update, Status: 202, Body: "[]"}},
		{"a slow list", emulator.Fault{Kind: list, Delay: 6 * time.Second}},
		{"a slow write", emulator.Fault{Kind: update, Delay: 6 * time.Second}},
		{"an empty list", emulator.Fault{Kind: list, Status: 206, Body: "[]"}},
		{"a sign-in that breaks", emulator.Fault{Kind: emulator.KindToken, Drop: true}},
		{"a sign-in that is refused",
			emulator.Fault{Kind: emulator.KindToken, Status: 503}},
	}
}

// pickFaults picks some faults, which begin after some calls of their kind.
func pickFaults(r *rand.Rand, api string) []namedFault {
	var some []namedFault
	for range 1 + r.IntN(2) {
		all := faults(called(r, api))
		f := all[r.IntN(len(all))]
		f.fault.Skip = r.IntN(3)
		some = append(some, f)
	}
	return some
}

// behave picks how the service behaves in one world, and describes that. No choice makes a correct
// client fail.
func behave(r *rand.Rand, b *emulator.Behaviour) string {
	var said []string
	choose := func(name string, set func()) {
		if r.IntN(4) == 0 {
			set()
			said = append(said, name)
		}
	}
	choose("empty replies", func() { b.UpdateReply = emulator.UpdateReplyEmpty })
	choose("204 for writes", func() { b.UpdateReply = emulator.UpdateReplyNoContent })
	choose("whole subscriptions in replies",
		func() { b.UpdateReply = emulator.UpdateReplySubscription })
	// A reply confirms a write, so a reply that is ahead of the listings would mislead any client.
	choose("writes show late, without a reply",
		func() { b.UpdateLag, b.UpdateReply = 1+r.IntN(2), emulator.UpdateReplyNoContent })
	choose("wrapped lists", func() { b.Wrapped = true })
	choose("paging ignored", func() { b.PagingIgnored = true })
	choose("204 for empty lists", func() { b.EmptyIs204 = true })
	choose("shuffled lists", func() { b.Order = emulator.OrderShuffled })
	choose("no activity logs", func() { b.ActivityLogs = emulator.ActivityLogsNull })
	choose("lower case", func() { b.EnumCase = emulator.EnumCaseLower })
	choose("small pages", func() { b.MaxPageSize = 100 })
	choose("gzip and a BOM", func() { b.Gzip, b.BOM = true, true })
	choose("throttling", func() { b.ThrottleCalls, b.ThrottleSeconds = 4, 3 })
	// They live longer than a throttled call waits: a call renews its token only once.
	choose("short-lived tokens", func() { b.TokenSeconds = 8 })
	return strings.Join(said, ", ")
}

// refuse picks what the service refuses, or pretends to do, if anything.
func refuse(r *rand.Rand, b *emulator.Behaviour) string {
	switch r.IntN(12) {
	case 0:
		b.ReopenRefused, b.GraphReopenRefused = true, true
		return "reopening is refused"
	case 1:
		b.AlreadyResolved = emulator.AlreadyResolvedRefused
		b.GraphAlreadyResolved = emulator.GraphResolvedRefused
		return "overwriting is refused"
	case 2:
		b.AlreadyResolved = emulator.AlreadyResolvedIgnored
		b.GraphAlreadyResolved = emulator.GraphResolvedIgnored
		return "overwriting is ignored"
	}
	return ""
}

// accept turns that off.
func accept(b *emulator.Behaviour) {
	b.ReopenRefused, b.AlreadyResolved = false, emulator.AlreadyResolvedOverwritten
	b.GraphReopenRefused, b.GraphAlreadyResolved = false, ""
}
