// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// Terraform keeps a fixed number of writes in progress, and starts the next some time after one is
// done.
func TestGathering_WritesThatFollowEachOtherTravelTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const (
			changes     = 200
			parallelism = 10
		)
		service := &fakeService{latency: 5 * time.Millisecond, events: manyEvents(subA, changes)}
		book := ledger.New(service, nil)
		next := make(chan int)
		var walkers sync.WaitGroup
		for walker := range parallelism {
			walkers.Go(func() {
				time.Sleep(time.Duration(walker) * 10 * time.Millisecond) // their starts are staggered
				for i := range next {
					time.Sleep(10 * time.Millisecond) // planning, saving the state
					if _, err := book.Decide(t.Context(), changeOf(fmt.Sprintf("e%03d", i))); err != nil {
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
			t.Errorf("%d calls for %d changes, %d at a time; want at most %d", len(service.updates), changes,
				parallelism, most)
		}
	})
}

// A caller that makes one decision after the other does not wait for others each time.
func TestGathering_WritesOneByOneAreNotHeldUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := &fakeService{events: manyEvents(subA, 10)}
		book := ledger.New(service, nil)
		for i := range 10 {
			began := time.Now()
			mustDecide(t, book, changeOf(fmt.Sprintf("e%03d", i)))
			took := time.Since(began)
			if lone := i == 0 || i > 3; lone && took > 30*time.Millisecond || took > 60*time.Millisecond {
				t.Errorf("decision %d took %v", i, took)
			}
		}
	})
}

// On a starved machine Terraform starts writes further apart than the usual wait.
func TestGathering_WaitsLongerWhereWritesComeSlowly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const changes = 50
		service := &fakeService{events: manyEvents(subA, changes)}
		book := ledger.New(service, nil)
		var writers sync.WaitGroup
		for i := range changes {
			writers.Go(func() {
				// 30 ms apart on average, with an occasional 110.
				time.Sleep(time.Duration(i*20+i/7*80) * time.Millisecond)
				if _, err := book.Decide(t.Context(), changeOf(fmt.Sprintf("e%03d", i))); err != nil {
					t.Error(err)
				}
			})
		}
		writers.Wait()
		if len(service.updates) > 3 {
			t.Errorf("%d calls for %d changes", len(service.updates), changes)
		}
	})
}
