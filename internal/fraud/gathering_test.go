// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Terraform keeps a fixed number of writes under way, and starts the next one some time after one is done.
func TestGathering_WritesThatFollowEachOtherTravelTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const (
			changes     = 200
			parallelism = 10
		)
		service := &fakeService{latency: 5 * time.Millisecond}
		for i := range changes {
			service.events = append(service.events, partnercenter.FraudEvent{
				SubscriptionID: subA, EventID: fmt.Sprintf("e%d", i), EventStatus: "Active",
			})
		}
		ledger := fraud.NewLedger(service, nil)
		next := make(chan int)
		var walkers sync.WaitGroup
		for walker := range parallelism {
			walkers.Go(func() {
				time.Sleep(time.Duration(walker) * 10 * time.Millisecond) // they do not start at once
				for i := range next {
					time.Sleep(10 * time.Millisecond) // planning, saving the state
					key := fraud.Key{SubscriptionID: subA, EventID: fmt.Sprintf("e%d", i)}
					if _, err := ledger.Decide(t.Context(), fraud.Change{Key: key, Decision: resolve(fraud.Ignore)}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for i := range changes {
			next <- i
		}
		close(next)
		walkers.Wait()
		if most := changes/parallelism + 3; len(service.updates) > most {
			t.Errorf("%d calls for %d changes, %d at a time; want at most %d", len(service.updates), changes, parallelism, most)
		}
	})
}
