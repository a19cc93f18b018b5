// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// StartEmulator starts an emulator with the given events. At the end of the test, it fails the test
// if the provider did anything that the documentation forbids.
func StartEmulator(t *testing.T, events ...emulator.Event) *emulator.Server {
	t.Helper()
	s, err := emulator.Start(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, v := range s.Violations() {
			t.Errorf("against the documentation: %s", v)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	s.Inject(events...)
	emulators.add(t, s)
	return s
}

// AtMost fails the test for each kind of request that exceeds its limit.
func AtMost(t *testing.T, phase string, got, most map[string]int) {
	t.Helper()
	t.Logf("%s: %v", phase, got)
	for kind, n := range got {
		if n > most[kind] {
			t.Errorf("%s: %d requests of the kind %s, want %d at the most", phase, n, kind, most[kind])
		}
	}
}
