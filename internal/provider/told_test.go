// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A failure that all share is told in full once. Each resource still fails, and says so in short.
func TestTold_OneSharedFailureIsToldInFullOnce(t *testing.T) {
	t.Parallel()
	const resources, longest = 20, 400
	wrongSecret := map[string]string{"PARTNERCENTER_CLIENT_SECRET": "wrong"}
	one := func(int) string { return subscriptionA }
	for name, c := range map[string]struct {
		environment     map[string]string
		subscription    func(i int) string
		summary, advice string
	}{
		"sign-in": {wrongSecret, one, "Sign-in to Partner Center failed", "The client secret is wrong."},
		"sign-in, for many subscriptions": {wrongSecret, subscriptionNumber,
			"Sign-in to Partner Center failed", "The client secret is wrong."},
		"call": {nil, one, callFailed, "Admin agent"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			switchedOff(s, emulator.Fault{Status: 403, Code: "900150"})
			client := configuredClient(t, s, c.environment)
			said := make([]diagnostics, resources)
			var wait sync.WaitGroup
			for i := range resources {
				wait.Go(func() {
					_, said[i] = client.planCreate(resolutionTypeName,
						resolve(fmt.Sprintf("e%d", i)).with(object{"subscription_id": c.subscription(i)}))
				})
			}
			wait.Wait()
			var full int
			for _, ds := range said {
				if len(ds) != 1 || ds[0].Summary != c.summary || ds[0].Severity != "ERROR" {
					t.Fatalf("said %+v, want one error", ds)
				}
				switch detail := ds[0].Detail; {
				case strings.Contains(detail, c.advice):
					full++
				case len(detail) > longest || !strings.Contains(detail, "Another error of this run") ||
					!strings.Contains(detail, "MS-RequestId"):
					t.Errorf("%d letters: %s", len(detail), detail)
				}
			}
			if full != 1 {
				t.Errorf("told in full %d times", full)
			}
		})
	}
}

// subscriptionNumber is another subscription for each number.
func subscriptionNumber(i int) string { return fmt.Sprintf("%08d-aaaa-4bbb-8ccc-352cb3f2c805", i) }
