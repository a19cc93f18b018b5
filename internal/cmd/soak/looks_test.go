// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A write may rest on the last listing, or on the one before it, however long ago that was.
func TestOracle_AWriteRestsOnAListing(t *testing.T) {
	t.Parallel()
	const move = -3 * time.Hour
	for name, test := range map[string]struct {
		looks  []time.Duration // before the write
		broken bool
	}{
		"none":                        {nil, true},
		"one before the move":         {[]time.Duration{-4 * time.Hour}, false},
		"one after it":                {[]time.Duration{-time.Second}, true},
		"the last one after it":       {[]time.Duration{-4 * time.Hour, -time.Second}, false},
		"two after it":                {[]time.Duration{-4 * time.Hour, -time.Hour, -time.Second}, true},
		"only one, after the write":   {[]time.Duration{time.Second}, true},
		"one before the move, others": {[]time.Duration{-4 * time.Hour, time.Second}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			open, fraud := standing{Status: active}, standing{resolved, "Fraud"}
			o := watched(intent{action: "create", shown: open, target: fraud}, fraud, open)
			now := o.writes()[0].at
			o.game.history.moments[plannedEvent] = []moment{
				{at: now.Add(-5 * time.Hour), listed: true, standing: open},
				{at: now.Add(move), listed: true, standing: standing{resolved, "Ignore"}}}
			o.applying.looks = nil
			for _, at := range test.looks {
				o.applying.looks = append(o.applying.looks, look{at: now.Add(at)})
			}
			expect.Equal(t, "broken", test.broken, len(unseenWrites(o)) > 0)
		})
	}
}

func TestOracle_AListingShowsItsSubscriptionFromTheFirstPageOn(t *testing.T) {
	t.Parallel()
	of := func(status int, subscription, page string) emulator.Request {
		return emulator.Request{Kind: emulator.KindList, Status: status,
			Query: url.Values{"SubscriptionId": {subscription}, "PageNumber": {page}}}
	}
	for name, test := range map[string]struct {
		request emulator.Request
		looks   int
	}{
		"its own listing":         {of(200, plannedEvent[:36], ""), 1},
		"a listing of all":        {of(200, "", "1"), 1},
		"the second page":         {of(200, "", "2"), 0},
		"another subscription":    {of(200, "another", ""), 0},
		"a listing that fails":    {of(503, "", ""), 0},
		"a listing without reply": {of(0, "", ""), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, r := &watcher{}, &run{}
			w.heard(test.request)
			w.end(r)
			seen := r.looksBefore(write{at: time.Now(), subscription: plannedEvent[:36]})
			expect.Equal(t, "looks", test.looks, len(seen))
		})
	}
}

// After a wait that is longer than the provider relies on a page, it must look again.
func TestOracle_ALongWaitEndsWithAnotherLook(t *testing.T) {
	t.Parallel()
	open, fraud := standing{Status: active}, standing{resolved, "Fraud"}
	for name, test := range map[string]struct {
		again, throttles bool
		faults           []string
		want             int
	}{
		"no look":              {false, false, []string{longThrottling}, 1},
		"another look":         {true, false, []string{longThrottling}, 0},
		"a shorter wait":       {false, true, []string{longThrottling}, 0},
		"an unrelated refusal": {false, false, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := watched(intent{action: "create", shown: open, target: fraud}, fraud, open)
			o.faults, o.game.throttles = test.faults, test.throttles
			first := o.writes()[0]
			first.at, first.status = first.at.Add(-time.Minute), http.StatusTooManyRequests
			o.applying.writes = append(o.applying.writes, first)
			o.applying.looks[0].at = first.at.Add(-time.Second)
			if test.again {
				o.applying.looks = append(o.applying.looks, look{at: first.at.Add(time.Second)})
			}
			expect.Equal(t, "broken", test.want, len(blindRepetitions(o)))
		})
	}
}
