// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// TestSharedListing_ATimeoutSaysWhatFailed lets two resolutions share a listing that is refused and
// tried again later: the one with the shorter timeout leaves with the refusal, the other one gets
// the listing.
func TestSharedListing_ATimeoutSaysWhatFailed(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: http.StatusServiceUnavailable,
		Code: "900192", RetryAfter: "4"})
	c := configuredClient(t, s)
	patient := make(chan diagnostics, 1)
	go func() {
		_, said := c.planCreate(resolutionTypeName, resolve("e1"))
		patient <- said
	}()
	for deadline := time.Now().Add(time.Minute); s.Count(emulator.KindList) == 0 &&
		time.Now().Before(deadline); {
		<-time.After(5 * time.Millisecond)
	}
	_, hasty := c.planCreate(resolutionTypeName,
		resolve("e2", object{"timeouts": object{"read": "1s"}}))
	hasty.mustSay(t, "", "Partner Center call failed", "HTTP 503 Service Unavailable, code 900192",
		"the time for the operation was over", "1 attempt in", "MS-RequestId")
	(<-patient).none(t)
	if n := s.Count(emulator.KindList); n != 2 {
		t.Errorf("%d listings, want the refused one and the one after it", n)
	}
}
