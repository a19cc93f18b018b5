// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestCheckSchema(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), nil)
	s.ends(t, exitOK, "check --schema --evidence case")
	expect.Contains(t, s.out.String(), `"http://json-schema.org/draft-07/schema#"`, `"case": {`)
	s = newSession(t, startEmulator(t), nil)
	s.ends(t, exitFailure, "check --schema decisions.yaml")
	expect.Contains(t, s.errors.String(), "--schema conflicts with files")
}
