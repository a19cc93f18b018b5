// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestMovement_SaysWhoAndWhenAsFarAsTheServiceTells(t *testing.T) {
	t.Parallel()
	at := func(day int) time.Time {
		return time.Date(2026, 3, day, 5, 6, 7, 0,
			time.FixedZone("", 3600))
	}
	logged := func(to, by string, day int) fraud.Activity {
		return fraud.Activity{StatusTo: to, UpdatedBy: by, DateTime: at(day)}
	}
	for want, e := range map[string]fraud.Event{
		"Active": {Status: fraud.Active},
		"Active (set by system on 2026-03-02T04:06:07Z)": {
			Status: fraud.Active, ActivityLogs: []fraud.Activity{logged("Active", "system", 2),
				logged("Resolved", "kim", 1)},
		},
		"Investigating": { // the newest entry has another subject
			Status: fraud.Investigating, ActivityLogs: []fraud.Activity{logged("Investigating", "kim", 1),
				logged("Active", "kim", 2)},
		},
		"Investigating (set by kim)": {
			Status: fraud.Investigating, ActivityLogs: []fraud.Activity{{StatusTo: "Active"},
				{StatusTo: "Investigating", UpdatedBy: "kim"}},
		},
		"Resolved (Fraud) by kim on 2026-03-03T04:06:07Z": {
			Status: fraud.Resolved, Reason: fraud.Fraud, ResolvedBy: "kim", ResolvedOn: at(3),
			ActivityLogs: []fraud.Activity{logged("Active", "lee", 4)},
		},
		"Resolved (Ignore) by lee on 2026-03-04T04:06:07Z": {
			Status: fraud.Resolved, Reason: fraud.Ignore,
			ActivityLogs: []fraud.Activity{logged("Resolved", "lee", 4)},
		},
		"Active (set by \uFFFD[31mkim\uFFFD)": {
			Status: fraud.Active, ActivityLogs: []fraud.Activity{{StatusTo: "Active",
				UpdatedBy: "\x1b[31mkim\u202e"}},
		},
		"\uFFFD[2JGone": {Status: "\x1b[2JGone"},
	} {
		if got := e.Settled(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		stored, err := json.Marshal(e.Movement())
		if err != nil {
			t.Fatal(err)
		}
		var read fraud.Movement
		if err := json.Unmarshal(stored, &read); err != nil || read.String() != want {
			t.Errorf("stored as %s and read as %q, %v", stored, read, err)
		}
	}
}

func TestEvent_SetBackFromIsWhereItStoodBefore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status   fraud.Status
		from, to string
		want     string
	}{
		{fraud.Active, "Investigating", "Active", "Investigating"},
		{fraud.Active, "Resolved", "Active", "Resolved"},
		{fraud.Active, "Active", "Active", ""},
		{fraud.Active, "", "Active", ""},
		{fraud.Active, "Active", "Investigating", ""}, // and set back without an entry
		{fraud.Investigating, "Active", "Investigating", ""},
	} {
		e := fraud.Event{Status: c.status,
			ActivityLogs: []fraud.Activity{{StatusFrom: c.from, StatusTo: c.to}}}
		if got := e.SetBackFrom(); got != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
	if got := (fraud.Event{Status: fraud.Active}).SetBackFrom(); got != "" {
		t.Errorf("without a log: got %q", got)
	}
}

func TestEvent_InWholeSecondsCutsWhatADecisionIsShownWith(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 15, 0, 25, 45, 690_000_000, time.FixedZone("", -8*3600))
	whole := fraud.Event{EventTime: at, ResolvedOn: at, FirstObserved: at}.InWholeSeconds()
	want := "2026-01-15T00:25:45-08:00"
	if got := whole.EventTime.Format(time.RFC3339Nano); got != want {
		t.Errorf("event time %s", got)
	}
	if got := whole.ResolvedOn.Format(time.RFC3339Nano); got != want {
		t.Errorf("resolved on %s", got)
	}
	if whole.FirstObserved != at || !(fraud.Event{}).InWholeSeconds().EventTime.IsZero() {
		t.Error("another time has changed, or the zero time")
	}
}
