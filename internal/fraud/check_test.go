// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestChecks_AcceptValidValuesAndExplainInvalidOnes(t *testing.T) {
	t.Parallel()
	status := fraud.CheckOneOfAnyCase(fraud.Statuses()...)
	for _, test := range []struct {
		check  func(string) error
		value  string
		wanted string // in the error; empty without an error
	}{
		{fraud.CheckGUID, "2A7064fb-1e33-4007-974e-352cb3f2c805", ""},
		{fraud.CheckGUID, "{2a7064fb-1e33-4007-974e-352cb3f2c805}", "must be a GUID"},
		{fraud.CheckGUID, "2a7064fb1e334007974e352cb3f2c805", "must be a GUID"},
		{fraud.CheckGUID, "", "must be a GUID"},
		{fraud.CheckGUID, "2a7064fb-1e33-4007-974e-352cb3f2c80", `got "2a7064fb-1e33-4007-974e-352cb3f2c80"`},
		{fraud.CheckGUID, "aB8Q~2a7064fb-1e33-4007-974e-352cb", "got a text of 34 characters"},
		{fraud.CheckTime, "aB8Q~2a7064fb-1e33-4007-974e-352cb", "got a text of 34 characters"},
		{status, strings.Repeat("0123456789", 6), "got a text of 60 characters"},
		{fraud.CheckEventType, "Anything", ""},
		{fraud.CheckEventType, " ", "must not contain an empty event type"},
		{fraud.CheckTime, "2026-01-31T14:00:00+01:00", ""},
		{fraud.CheckTime, "2026-01-31T14:00:00", "with a time zone"},
		{status, "aCTIVE", ""},
		{status, "Open", "must be one of `Active`, `Investigating`, or `Resolved`, got \"Open\""},
	} {
		err := test.check(test.value)
		if (err == nil) != (test.wanted == "") || err != nil &&
			!strings.Contains(err.Error(), test.wanted) {
			t.Errorf("%q: got %v, want %q", test.value, err, test.wanted)
		}
	}
}

func TestFilter_HasEmptyRange(t *testing.T) {
	t.Parallel()
	early := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	late := early.Add(time.Nanosecond)
	for f, want := range map[*fraud.Filter]bool{
		{}:                      false,
		{DetectedAfter: late}:   false,
		{DetectedBefore: early}: false,
		{DetectedAfter: early, DetectedBefore: late}:  false,
		{DetectedAfter: early, DetectedBefore: early}: true,
		{DetectedAfter: late, DetectedBefore: early}:  true,
	} {
		expect.Equal(t, fmt.Sprintf("%+v", f), want, f.HasEmptyRange())
	}
}
