// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A gate that passes, or a doctor who finds no problem, because the API is disabled or answers
// incompletely is worse than none.
func TestSwitchedOff_NeitherTheGateNorTheDoctorPasses(t *testing.T) {
	t.Parallel()
	faults := map[string]emulator.Fault{
		"404 with code 1000":    {Status: http.StatusNotFound, Code: "1000"},
		"404 without a body":    {Status: http.StatusNotFound, Empty: true},
		"404 of another server": {Status: http.StatusNotFound, HTML: true},
		"200 without a body":    {Empty: true},
		"200 with a page":       {HTML: true},
	}
	for _, status := range []int{201, 202, 203, 205, 206, 207, 226} {
		faults[fmt.Sprint(status)] = emulator.Fault{Status: status, Body: "[]"}
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := startEmulator(t)
			inject(server, "old", 30*time.Hour)
			subscription := server.Events()[0].SubscriptionID
			fault.Kind, fault.Times = emulator.KindList, -1
			server.AddFault(fault)
			for _, line := range []string{"events", "events --older-than 24h --exit-code",
				"events --older-than 24h --exit-code --subscription-id " + subscription, "doctor"} {
				s := newSession(t, server, map[string]string{"MAX_RETRIES": "0"})
				s.ends(t, exitFailure, line)
				if fault.Status == http.StatusNotFound {
					expect.Contains(t, s.said(), "PARTNERCENTER_BASE_URL")
				}
				if !strings.Contains(line, subscription) && strings.Contains(s.said(), "this subscription") {
					t.Errorf("%v speaks of a subscription that nobody named: %s", line, s.said())
				}
			}
		})
	}
}
