// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"testing"
)

func TestResolve_ReadOnlyHoldsFromEitherSide(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		given, variable string
		want            bool
		origin          string
	}{
		{"", "", false, ""},
		{"true", "", true, "read_only"},
		{"", "true", true, "PARTNERCENTER_READ_ONLY"},
		{"true", "false", true, "read_only"},
		{"false", "true", true, "PARTNERCENTER_READ_ONLY"},
		{"false", "false", false, "read_only"},
	} {
		environment := map[string]string{"PARTNERCENTER_READ_ONLY": test.variable}
		if test.variable == "" {
			environment = nil
		}
		s := settle(t, map[string]string{"read_only": test.given}, environment)
		if s.ReadOnly != test.want || s.Origin("read_only") != test.origin {
			t.Errorf("block %q, variable %q: %t from %q", test.given, test.variable, s.ReadOnly,
				s.Origin("read_only"))
		}
	}
}

// A pipeline that means to restrain a configuration, but sets an empty variable, restrains nothing.
func TestResolve_EmptySeatBeltIsAMistake(t *testing.T) {
	t.Parallel()
	for _, block := range []string{"", "true", "false"} {
		for _, value := range []string{"", " ", "$(READ_ONLY)", "${{ inputs.read_only }}", "yes"} {
			refused(t, map[string]string{"read_only": block}, "PARTNERCENTER_READ_ONLY", value)
		}
	}
}
