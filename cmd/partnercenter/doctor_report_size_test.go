// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
)

// A service that nests documented keys by the thousand gets a report of the usual size.
func TestDoctorReport_AHostileServiceDoesNotMakeItLarge(t *testing.T) {
	t.Parallel()
	nested := any("x")
	for range 3 {
		object := map[string]any{}
		for _, key := range shape.Keys()[:30] {
			object[key] = nested
		}
		nested = object
	}
	body := string(expect.Must(json.Marshal([]any{nested}))(t))
	server := seededEmulator(t)
	for _, kind := range []string{emulator.KindList, emulator.KindAuditRecords,
		emulator.KindUsageRecords} {
		server.AddFault(emulator.Fault{Kind: kind, Times: -1, Body: body})
	}
	s := newSession(t, server, nil)
	report, content := s.writesReport(t, exitFailure)
	if len(content) > 1<<20 {
		t.Errorf("from replies of %d bytes: a report of %d bytes", len(body), len(content))
	}
	if n := report.Shortened(); n < 5 {
		t.Errorf("%d calls are marked as cut", n)
	}
	expect.Contains(t, s.out.String(), "described in part: ")
}
