// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"math/rand/v2"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// behaveGraph does for Graph what behave does for Partner Center.
func behaveGraph(r *rand.Rand, b *emulator.Behaviour) string {
	var said []string
	choose := func(name string, set func()) {
		if r.IntN(5) == 0 {
			set()
			said = append(said, name)
		}
	}
	choose("filters refused", func() { b.GraphFilter = emulator.GraphFilterRefused })
	choose("filters ignored", func() { b.GraphFilter = emulator.GraphFilterIgnored })
	choose("small pages", func() { b.GraphAlertsPageSize = 5 })
	choose("an empty first page", func() { b.GraphNextLink = emulator.GraphNextEmptyPage })
	choose("links that skip", func() { b.GraphNextLink = emulator.GraphNextSkip })
	choose("204 for writes", func() { b.GraphUpdateReply = emulator.GraphReplyNoContent })
	choose("stale replies", func() { b.GraphUpdateReply = emulator.GraphReplyStale })
	// A reply confirms a write, as with Partner Center.
	choose("writes show late, without a reply", func() {
		b.GraphUpdateLag, b.GraphUpdateReply = 1+r.IntN(2), emulator.GraphReplyNoContent
	})
	choose("isTest as a text", func() { b.GraphIsTestText = true })
	choose("types as in Partner Center", func() { b.GraphTypesUnchanged = true })
	choose("no batches", func() { b.GraphBatch = emulator.GraphBatchAbsent })
	choose("unsupported batches", func() { b.GraphBatch = emulator.GraphBatchUnsupported })
	choose("throttling", func() { b.GraphThrottleCalls, b.GraphThrottleSeconds = 6, 3 })
	return strings.Join(said, ", ")
}

// apiCodes are the codes of an API for some errors.
type apiCodes struct{ unauthorized, forbidden, unknown, invalid string }

// called returns the kinds of calls and the codes for the faults of an API. Graph changes alerts in
// batches or one by one, and a fault can hit a whole batch or a part of it.
func called(r *rand.Rand, api string) (list, update string, codes apiCodes) {
	if api == graph {
		return emulator.KindListAlerts, pick(r, emulator.KindUpdateAlert, emulator.KindBatch),
			apiCodes{"InvalidAuthenticationToken", "Authorization_RequestDenied", "NotFound", "BadRequest"}
	}
	return emulator.KindList, emulator.KindUpdate, partnerCenterCodes()
}

func partnerCenterCodes() apiCodes { return apiCodes{"401", "900432", "1000", "3000"} }
