// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestMovement_NamesWhoAndWhenIfTheServiceDoes(t *testing.T) {
	t.Parallel()
	at := func(day int) time.Time {
		return time.Date(2026, 3, day, 5, 6, 7, 0, time.FixedZone("", 3600))
	}
	logged := func(to, by string, day int) fraud.Activity {
		return fraud.Activity{StatusTo: to, UpdatedBy: by, DateTime: at(day)}
	}
	for want, e := range map[string]fraud.Event{
		"Active":           {Status: fraud.Active},
		"Resolved (Fraud)": {Status: fraud.Resolved, Reason: fraud.Fraud},
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
		expect.Equal(t, "got", want, e.Movement().String())
		stored := expect.Must(json.Marshal(e.Movement()))(t)
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
		expect.Equal(t, fmt.Sprintf("%+v", c), c.want, e.SetBackFrom())
	}
	expect.Equal(t, "without a log", "", (fraud.Event{Status: fraud.Active}).SetBackFrom())
}

func TestEvent_InWholeSecondsCutsWhatADecisionIsShownWith(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 15, 0, 25, 45, 690_000_000, time.FixedZone("", -8*3600))
	whole := fraud.Event{EventTime: at, ResolvedOn: at, FirstObserved: at}.InWholeSeconds()
	want := "2026-01-15T00:25:45-08:00"
	expect.Equal(t, "event time", want, whole.EventTime.Format(time.RFC3339Nano))
	expect.Equal(t, "resolved on", want, whole.ResolvedOn.Format(time.RFC3339Nano))
	if whole.FirstObserved != at || !(fraud.Event{}).InWholeSeconds().EventTime.IsZero() {
		t.Error("another time has changed, or the zero time")
	}
}
