// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook_test

import (
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
)

// BenchmarkReceiver_Deliveries has 100 deliveries on their way at once, of ever new events, and
// reports how much the heap grows after the first tenth: the memory of deliveries is limited.
func BenchmarkReceiver_Deliveries(b *testing.B) {
	const deliveries, together = 10_000, 100
	for b.Loop() {
		w := newWorld(b)
		w.forget = true
		work := make(chan *http.Request)
		var sending sync.WaitGroup
		for range together {
			sending.Go(func() {
				for r := range work {
					if status := w.deliver(r); status != http.StatusOK {
						b.Errorf("status %d", status)
					}
				}
			})
		}
		before := uint64(0)
		for i := range deliveries {
			if i == deliveries/10 {
				before = heap()
			}
			work <- w.sign(b, fmt.Sprintf(`{"EventName":"test-created","n":%d}`, i))
		}
		close(work)
		sending.Wait()
		b.ReportMetric((float64(heap())-float64(before))/(1<<20), "MiB-growth")
		b.ReportMetric(float64(w.count), "handed-on")
	}
}

func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
