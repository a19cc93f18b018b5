// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// Memory follows what is kept: of a log of 30 MB, ten records match, and neither the others nor the
// pages of the ten stay in memory.
//
//nolint:paralleltest // it measures the memory of the process
func TestList_MemoryFollowsWhatIsKept(t *testing.T) {
	const pages, size = 20, 500
	value := strings.Repeat("x", 3000)
	page := 0
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if page++; page < pages {
			w.Header().Set("MS-ContinuationToken", fmt.Sprint(page))
		}
		_, _ = fmt.Fprint(w, "[")
		for n := range size {
			kind := "other"
			if n == 0 && page%2 == 0 {
				kind = "wanted"
			}
			if n > 0 {
				_, _ = fmt.Fprint(w, ",")
			}
			_, _ = fmt.Fprintf(w, `{"id":"%d-%d","operationType":%q,"resourceNewValue":%q}`, page, n,
				kind, value)
		}
		_, _ = fmt.Fprint(w, "]")
	})
	query := oneDay()
	query.OperationTypes = []string{"wanted"}
	before := heap()
	got := expect.Must(c.List(t.Context(), query))(t)
	grown := heap() - before
	expect.Equal(t, "records", pages/2, len(got))
	if grown > 1<<20 {
		t.Errorf("%d records hold %d KB", len(got), grown>>10)
	}
	runtime.KeepAlive(got)
}

// heap returns the bytes in use after a collection.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // far below the limit
}
