// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"net/http"
	"sync"
)

// inflight lets Close wait for running handlers: otherwise, one could write to a data folder that
// another emulator has since opened.
type inflight struct {
	mu      sync.Mutex
	closed  bool
	working sync.WaitGroup
}

func (f *inflight) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !f.enter() {
			return
		}
		defer f.working.Done()
		next.ServeHTTP(w, r)
	})
}

func (f *inflight) enter() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.closed {
		f.working.Add(1)
	}
	return !f.closed
}

func (f *inflight) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
}
