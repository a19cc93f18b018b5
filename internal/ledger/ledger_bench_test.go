// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// BenchmarkLedger_Find times a look-up among many events of an existing listing. It makes no call.
func BenchmarkLedger_Find(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("events=%d", n), func(b *testing.B) {
			l := ledger.New(&fakeService{events: manyEvents(subA, n)}, nil)
			key := keyOf("e500")
			b.ReportAllocs()
			for b.Loop() {
				if got, err := l.Find(b.Context(), key); err != nil || got.Event == nil {
					b.Fatalf("%+v, %v", got, err)
				}
			}
		})
	}
}

// BenchmarkLedger_FirstFind times the first look-up, which lists and indexes the events.
func BenchmarkLedger_FirstFind(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("events=%d", n), func(b *testing.B) {
			service := &fakeService{events: manyEvents(subA, n)}
			key := keyOf("e500")
			b.ReportAllocs()
			for b.Loop() {
				if got, err := ledger.New(service, nil).Find(b.Context(), key); err != nil || got.Event == nil {
					b.Fatalf("%+v, %v", got, err)
				}
			}
		})
	}
}

// BenchmarkLedger_Decide times concurrent decisions, or a single one, and counts their writes. Most
// of the time is spent waiting for others.
func BenchmarkLedger_Decide(b *testing.B) {
	for _, n := range []int{1, 200, 1000} {
		b.Run(fmt.Sprintf("decisions=%d", n), func(b *testing.B) {
			writes := 0
			for b.Loop() {
				service := &fakeService{events: manyEvents(subA, n)}
				decideTogether(b, ledger.New(service, nil), n)
				writes += len(service.posted())
			}
			b.ReportMetric(float64(writes)/float64(b.N), "writes/op")
		})
	}
}

func decideTogether(b *testing.B, l *ledger.Ledger, n int) {
	b.Helper()
	var callers sync.WaitGroup
	for i := range n {
		callers.Go(func() {
			key := keyOf(fmt.Sprintf("e%03d", i))
			if _, err := l.Decide(b.Context(),
				fraud.Change{Key: key, Decision: resolve(fraud.Ignore)}); err != nil {
				b.Error(err)
			}
		})
	}
	callers.Wait()
}
