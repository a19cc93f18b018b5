// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package filters

import (
	"cmp"
	"reflect"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// A filter of the data source without a flag stays empty.
func TestQuery_AFlagSetsEveryFilter(t *testing.T) {
	t.Parallel()
	valid := map[string]string{"status": "Active", "severity": "Low", "is-test": "true",
		"older-than": "1h", "newer-than": "1h", flagDetectedAfter: "2026-01-02T03:04:05Z",
		flagDetectedBefore: "2026-01-03T03:04:05Z"}
	given := Given{}
	for _, f := range all() {
		given[f.name] = []string{cmp.Or(valid[f.name], "2a7064fb-1e33-4007-974e-352cb3f2c805")}
	}
	query, mistakes := given.Query()
	if len(mistakes) > 0 {
		t.Error(mistakes)
	}
	for field, value := range reflect.ValueOf(query.Filter).Fields() {
		if value.IsZero() {
			t.Errorf("no flag sets %s", field.Name)
		}
	}
}

func TestRegister_AddsAllExceptOmittedOnes(t *testing.T) {
	t.Parallel()
	cmd := &cobra.Command{}
	Register(cmd, "older-than")
	for _, f := range all() {
		if found := cmd.Flags().Lookup(f.name) != nil; found == (f.name == "older-than") {
			t.Errorf("--%s: %v", f.name, found)
		}
	}
}

func TestParseAge(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"24h": 24 * time.Hour, "7d": 7 * 24 * time.Hour, "1d12h": 36 * time.Hour, "90m": 90 * time.Minute,
		"0s": 0, "0d": 0,
		"36500d": 36500 * 24 * time.Hour,
	} {
		if got, err := ParseAge(text); got != want || err != nil {
			t.Errorf("%q: got %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "d", "24", "-24h", "-1d", "1.5d", "1d-2h", "36501d",
		"99999999999999d", "36501d1h", "1w", "1d1d", "+1d"} {
		if got, err := ParseAge(text); err == nil {
			t.Errorf("%q: got %s", text, got)
		}
	}
}
