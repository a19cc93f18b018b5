// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world_test

import (
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// What an alert has made known stays known after the alert ages out and the emulator restarts.
func TestWorld_RemembersWhatAlertsMadeKnown(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	for _, restarted := range []bool{false, true} {
		folder := expect.Must(disk.Open(path))(t)
		w := expect.Must(world.Open(folder, world.Seed{}, time.Now))(t)
		e := world.NewEvent("2a7064fb-1e33-4007-974e-352cb3f2c805", "e1")
		if !restarted {
			expect.NoError(t, w.Inject(e))
			expect.NoError(t, w.Remove("e1"))
		}
		if _, ok := w.Azure().Get(e.SubscriptionID); !ok {
			t.Errorf("restarted %t: the subscription is unknown", restarted)
		}
		if _, ok := w.Budgets().Get(e.CustomerTenantID); !ok {
			t.Errorf("restarted %t: the customer is unknown", restarted)
		}
		expect.NoError(t, folder.Close())
	}
}
