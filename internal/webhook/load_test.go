// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook_test

import (
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// 10,000 deliveries, of which 100 are on their way at once: none is lost, and the heap stays as
// large as after the first tenth. The test runs alone, because it measures the heap.
//
//nolint:paralleltest // See above.
func TestReceiver_KeepsItsMemoryUnderLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("it signs 10,000 deliveries")
	}
	const deliveries, together, mostGrowth = 10_000, 100, 4 << 20
	w := newWorld(t)
	w.forget = true
	work := make(chan *http.Request)
	var sending sync.WaitGroup
	for range together {
		sending.Go(func() {
			for r := range work {
				if status := w.deliver(r); status != http.StatusOK {
					t.Errorf("status %d", status)
				}
			}
		})
	}
	before := int64(0)
	for i := range deliveries {
		if i == deliveries/10 {
			before = heap()
		}
		work <- w.sign(t, fmt.Sprintf(`{"EventName":"test-created","n":%d}`, i))
	}
	close(work)
	sending.Wait()
	if growth := heap() - before; growth > mostGrowth {
		t.Errorf("the heap has grown by %d bytes", growth)
	}
	expect.Equal(t, "handed on", deliveries, w.count)
}

func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc) //nolint:gosec // far below the limit
}
