// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestSweep_ForecastSortsEventsByHowTheyStand(t *testing.T) {
	t.Parallel()
	events := []fraud.Event{
		open("s", "active", 1),
		listedAt("s", "investigated", 1, fraud.Standing{Status: fraud.Investigating}),
		listedAt("s", "ignored", 1, fraud.Standing{Status: fraud.Resolved, Reason: fraud.Ignore}),
		listedAt("s", "fraud", 1, fraud.Standing{Status: fraud.Resolved, Reason: fraud.Fraud}),
		listedAt("s", "odd", 1, fraud.Standing{Status: "Pending"}), // an undocumented status
	}
	for _, test := range []struct {
		sweep fraud.Sweep
		want  map[string][]string
	}{
		{fraud.Sweep{Decision: resolve(fraud.Ignore)},
			map[string][]string{"write": {"s/active", "s/investigated", "s/odd"}, "adopt": {"s/ignored"},
				"leave": {"s/fraud"}}},
		{fraud.Sweep{Decision: resolve(fraud.Ignore), Overwrite: true},
			map[string][]string{"write": {"s/active", "s/investigated", "s/odd"}, "adopt": {"s/ignored"},
				"overwrite": {"s/fraud"}}},
		{fraud.Sweep{Decision: fraud.Reopen()}, map[string][]string{"write": {"s/investigated", "s/odd"},
			"adopt": {"s/active"}, "leave": {"s/ignored", "s/fraud"}}},
	} {
		f := test.sweep.Forecast(events)
		got := map[string][]string{}
		for name, part := range map[string][]fraud.Event{"write": f.Write, "overwrite": f.Overwrite,
			"adopt": f.Adopt, "leave": f.LeaveAlone} {
			if len(part) > 0 {
				got[name] = keys(part)
			}
		}
		expect.Equal(t, fmt.Sprintf("%+v", test.sweep), test.want, got)
	}
}

func TestSweep_AnEventThatHasMovedSinceItWasListedIsRefused(t *testing.T) {
	t.Parallel()
	listed := open("s", "e1", 1)
	now := listedAt("s", "e1", 1, fraud.Standing{Status: fraud.Resolved, Reason: fraud.Fraud})
	_, err := fraud.Sweep{Decision: resolve(fraud.Ignore), Overwrite: true}.Change(listed).Review(&now)
	var changed *fraud.ChangedError
	if !errors.As(err, &changed) {
		t.Errorf("got %v", err)
	}
}
