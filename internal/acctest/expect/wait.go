// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package expect

import (
	"testing"
	"time"
)

// patience is how long a test waits for what an idle machine does in milliseconds. It is shorter
// than the default limit of go test, so that the failed test is named.
const patience = 5 * time.Minute

// Eventually waits until another goroutine or program has done something. It fails the test, but
// does not end it, so that any goroutine can wait.
func Eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Errorf("waited in vain for %s", what)
			return
		}
	}
}

// Received waits for a value, or for the end of the channel. Waiting in vain ends the test.
func Received[T any](t testing.TB, what string, channel <-chan T) T {
	t.Helper()
	select {
	case value := <-channel:
		return value
	case <-time.After(patience):
		t.Fatalf("waited in vain for %s", what)
	}
	panic("unreachable")
}
