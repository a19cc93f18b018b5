// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// A report that is pasted into a ticket begins with its subject.
func TestDoctor_BeginsWithTheServiceAndTheBuild(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	s := newSession(t, server, nil)
	s.ends(t, exitOK, "doctor")
	lines := strings.Split(s.out.String(), "\n")
	expect.Contains(t, lines[0], "service", server.BaseURL(), "the emulator, not Partner Center",
		"tenant "+server.TenantID())
	expect.Contains(t, lines[1], "version", "partnercenter dev (commit ")
	s = newSession(t, server, nil)
	s.ends(t, exitOK, "doctor -o json")
	var got diagnosis
	expect.NoError(t, json.Unmarshal(s.out.Bytes(), &got))
	if !got.About.Emulator || got.About.Tenant != server.TenantID() ||
		!strings.HasPrefix(got.About.Service, server.BaseURL()) {
		t.Errorf("the report is about %+v", got.About)
	}
}
