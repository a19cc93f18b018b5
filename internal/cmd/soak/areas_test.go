// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const customer = "22222222-2222-4222-8222-222222222222"

// wrote returns what a step has seen: a plan with one intent about a subject that had a value, and
// an apply that read it and sent one write.
func wrote(i areaIntent, now, sent string) *observation {
	o := planned()
	began := o.plan.began
	h := &areaHistory{moments: map[string][]areaMoment{
		i.subject: {{at: began.Add(-time.Minute), value: now}}}}
	o.game.watcher = &watcher{areas: h}
	o.game.areas = &areas{customers: []string{customer}, receiver: &receiver{url: "https://r/"},
		declared: map[string]*wanted{}}
	o.areas = &areaStep{before: map[string]string{}, after: map[string]string{},
		intents: []areaIntent{i}}
	kind := map[bool]string{true: emulator.KindRegister, false: emulator.KindSetBudget}
	read := map[bool]string{true: emulator.KindRegistration, false: emulator.KindBudget}
	o.planning = nil
	o.applying = &run{began: began, areaCalls: []areaCall{
		{at: began.Add(time.Second), kind: read[i.subject == webhook], subject: i.subject},
		{at: began.Add(2 * time.Second), kind: kind[i.subject == webhook], subject: i.subject,
			value: sent}}}
	return o
}

func TestOracle_NoticesWritesInOtherAreas(t *testing.T) {
	t.Parallel()
	const ours, theirs, other = "https://a/ x", "https://b/ x", "https://a/ y"
	create := func(subject, target string) areaIntent {
		return areaIntent{subject: subject, action: "create", target: target}
	}
	consent := create(customer, "5")
	consent.overwrite = true
	for name, test := range map[string]struct {
		intent    areaIntent
		now, sent string
		want      string // a part of the invariant's name; empty: nothing is broken
	}{
		"a budget":                {create(customer, "5"), "", "5", ""},
		"another amount":          {create(customer, "5"), "", "6", "is in the plan"},
		"over another budget":     {create(customer, "5"), "7", "5", "overwritten"},
		"with consent":            {consent, "7", "5", ""},
		"a registration":          {create(webhook, ours), "", ours, ""},
		"over another URL":        {create(webhook, ours), theirs, ours, "overwritten"},
		"over other events of it": {create(webhook, ours), other, ours, ""},
		"an update": {areaIntent{subject: customer, action: "update", shown: "5", target: "6"},
			"5", "6", ""},
		"an update of what has moved": {areaIntent{subject: customer, action: "update", shown: "5",
			target: "6"}, "7", "6", "overwritten"},
		"a destroy": {areaIntent{subject: customer, action: "delete", shown: "5"}, "5", "", ""},
		"a destroy that keeps": {areaIntent{subject: customer, action: "delete", shown: "5",
			keeps: true}, "5", "", "is in the plan"},
		"a destroy of what has moved": {areaIntent{subject: customer, action: "delete", shown: "5"},
			"7", "", "overwritten"},
		"a restored registration that never was": {areaIntent{subject: webhook, action: "delete",
			shown: ours}, ours, theirs, "is in the plan"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := wrote(test.intent, test.now, test.sent)
			var broken []string
			for _, i := range areaInvariants()[2:4] {
				if len(i.broken(o)) > 0 {
					broken = append(broken, i.name)
				}
			}
			if (len(broken) > 0) != (test.want != "") ||
				!strings.Contains(strings.Join(broken, "; "), test.want) {
				t.Errorf("broken are %q, want %q", broken, test.want)
			}
		})
	}
}

// A destroy registers again what was registered before creation.
func TestOracle_ARegistrationIsRestored(t *testing.T) {
	t.Parallel()
	const ours, prior = "https://a/ x", "https://b/ x"
	o := wrote(areaIntent{subject: webhook, action: "delete", shown: ours}, ours, prior)
	all := o.history().moments[webhook]
	o.history().moments[webhook] = append([]areaMoment{{at: all[0].at.Add(-time.Hour),
		value: prior}}, all...)
	expect.Equal(t, "broken", 0, len(unplannedAreaWrites(o))+len(unseenAreaWrites(o)))
}

func TestOracle_NoticesAreaWritesOfPlansAndWithReadOnly(t *testing.T) {
	t.Parallel()
	o := wrote(areaIntent{subject: customer, action: "create", target: "5"}, "", "5")
	expect.Equal(t, "broken", 0, len(areaPlanWrites(o))+len(areaReadOnlyWrites(o)))
	o.plan.readOnly, o.planning = true, o.applying
	expect.Equal(t, "broken plans", 1, len(areaPlanWrites(o)))
	expect.Equal(t, "broken by read_only", 1, len(areaReadOnlyWrites(o)))
}

func TestOracle_NoticesUntrueStateOfOtherAreas(t *testing.T) {
	t.Parallel()
	o := wrote(areaIntent{subject: customer, action: "create", target: "5"}, "", "5")
	o.areas.after[customer] = "5"
	expect.Equal(t, "untrue", 1, len(untrueAreaState(o)))
	expect.Equal(t, "unconfirmed", 1, len(unconfirmedAreas(o)))
	expect.Equal(t, "without a line, but without an effect", 0, len(missingAreaLines(o)))
	h := o.history()
	h.moments[customer] = append(h.moments[customer],
		areaMoment{at: o.applying.began.Add(3 * time.Second), value: "5", ours: true})
	expect.Equal(t, "true", 0, len(untrueAreaState(o)))
	expect.Equal(t, "confirmed", 0, len(unconfirmedAreas(o)))
	expect.Equal(t, "without a line", 1, len(missingAreaLines(o)))
	o.areas.lines = []areaLine{{Kind: "usage_budget", Result: "refused", Customer: customer}}
	expect.Equal(t, "with a line of a refusal", 1, len(missingAreaLines(o)))
	o.areas.lines[0].Result = "written"
	expect.Equal(t, "with its line", 0, len(missingAreaLines(o)))
	o.areas.after[customer] = "6"
	expect.Equal(t, "another amount in state", 1, len(unconfirmedAreas(o)))
	o.areas.after[customer] = "7"
	o.areas.intents[0] = areaIntent{subject: customer, action: "update", shown: "6", target: "7"}
	expect.Equal(t, "an amount that was never set", 1, len(unconfirmedAreas(o)))
	o.areas.intents[0].shown = "7"
	expect.Equal(t, "an update of options", 0, len(unconfirmedAreas(o)))
	o.areas.intents[0] = areaIntent{subject: customer, action: "delete"}
	expect.Equal(t, "a destroyed budget in state", 1, len(unconfirmedAreas(o)))
}

func served(t *testing.T) *emulator.Server {
	t.Helper()
	s, err := emulator.Start(emulator.Options{})
	expect.NoError(t, err)
	t.Cleanup(func() { expect.NoError(t, s.Close()) })
	return s
}

func TestOracle_BudgetsAreReadTogether(t *testing.T) {
	t.Parallel()
	s := served(t)
	for pages, broken := range map[int]bool{0: false, 1: false, 2: true} {
		o := wrote(areaIntent{subject: customer}, "", "")
		o.game.service, o.planning = s, &run{}
		for range pages {
			o.planning.areaCalls = append(o.planning.areaCalls,
				areaCall{kind: emulator.KindUsageRecords, status: 200})
		}
		expect.Equal(t, "broken", broken, len(surplusBudgetReads(o)) > 0)
	}
}

// A create over another value is refused, unless the configuration consents.
func TestOracle_AnotherValueIsACause(t *testing.T) {
	t.Parallel()
	for _, overwrite := range []bool{false, true} {
		o := wrote(areaIntent{subject: customer, action: "create", target: "5"}, "7", "5")
		o.planning = &run{exit: 1}
		o.game.areas.declared[customer] = &wanted{value: "5", overwrite: overwrite}
		expect.Equal(t, "broken", overwrite, len(errorsWithoutCause(o)) > 0)
	}
}

func TestOracle_NoticesBadActions(t *testing.T) {
	t.Parallel()
	target := plannedEvent[:36]
	request := func(about string, status int) areaCall {
		return areaCall{kind: emulator.KindCancel, path: "/v1/customers/c/" + about, status: status}
	}
	for name, test := range map[string]struct {
		now            standing
		status         string
		sent           []areaCall
		dryRun, failed bool
		broken         int
	}{
		"a cancellation": {standing{Status: active}, "inactive", []areaCall{request(target, 200)},
			false, false, 0},
		"no effect": {standing{Status: active}, "active", []areaCall{request(target, 200)}, false,
			false, 1},
		"no effect, which it says": {standing{Status: active}, "active",
			[]areaCall{request(target, 200)}, false, true, 0},
		"two requests": {standing{Status: active}, "inactive",
			[]areaCall{request(target, 504), request(target, 200)}, false, false, 1},
		"a throttled request": {standing{Status: active}, "inactive",
			[]areaCall{request(target, 429), request(target, 200)}, false, false, 0},
		"another subscription": {standing{Status: active}, "inactive",
			[]areaCall{request("another", 200)}, false, false, 1},
		"dry_run": {standing{Status: active}, "active", []areaCall{request(target, 200)}, true, false,
			1},
		"without fraud": {standing{resolved, "Ignore"}, "inactive", []areaCall{request(target, 200)},
			false, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := served(t)
			s.Inject(emulator.NewEvent(target, plannedEvent))
			subscription, _ := s.AzureSubscription(target)
			subscription.Status = test.status
			s.SetAzureSubscription(subscription)
			o := wrote(areaIntent{}, "", "")
			o.game.service, o.areas.action, o.areas.target = s, cancelType, target
			o.areas.dryRun, o.applying.areaCalls = test.dryRun, test.sent
			o.applying.exit = map[bool]int{true: 1}[test.failed]
			o.game.history.moments = map[string][]moment{plannedEvent: {{listed: true,
				standing: test.now}}}
			expect.Equal(t, "broken", test.broken, len(badActions(o)))
		})
	}
}

func TestOracle_AWebhookTestMustArrive(t *testing.T) {
	t.Parallel()
	o := wrote(areaIntent{}, "", "")
	o.areas.action, o.applying.areaCalls = testType, nil
	expect.Equal(t, "broken without a test", 1, len(badActions(o)))
	o.areas.deliveries = 1
	expect.Equal(t, "broken", 0, len(badActions(o)))
}

// The plan of the data sources is compared with the world.
func TestOracle_NoticesUntrueData(t *testing.T) {
	t.Parallel()
	s := served(t)
	s.Inject(emulator.NewEvent(plannedEvent[:36], plannedEvent))
	s.SetUsage(emulator.CustomerUsage{CustomerTenantID: customer, Budget: "5"})
	values := map[string]string{
		"events": `[{"id":"` + plannedEvent + `","status":"Active","reason":null}]`, "total": "1",
		"webhook": "null", "names": "9", "budgets": `{"` + customer + `":5}`,
		"entitlements": `{"` + plannedEvent[:36] + `":"active"}`, "records": "0", "without_mfa": "0",
		"requirements": "5", "user": `"` + s.UserPrincipalName() + `"`}
	for name, wrong := range map[string]string{"": "", "events": "[]", "total": "2",
		"webhook": `"https://a/"`, "names": "0", "budgets": `{"` + customer + `":6}`,
		"entitlements": `{"` + plannedEvent[:36] + `":"inactive"}`, "records": "2",
		"without_mfa": "1", "requirements": "4", "user": `"kim"`} {
		o := wrote(areaIntent{}, "", "")
		o.applying, o.planning, o.game.service = nil, &run{}, s
		o.game.history = &history{moments: map[string][]moment{}}
		o.game.history.look(s.Events(), time.Time{})
		o.game.watcher.areas = newAreaHistory(o.game.areaValues)
		o.areas.statuses = o.game.statuses()
		outputs := map[string]map[string]json.RawMessage{}
		for key, value := range values {
			if key == name {
				value = wrong
			}
			outputs[key] = map[string]json.RawMessage{"value": json.RawMessage(value)}
		}
		text, err := json.Marshal(map[string]any{"planned_values": map[string]any{"outputs": outputs}})
		expect.NoError(t, err)
		o.areas.shown = &shownData{events: 1, recordsBefore: o.game.documentedRecords()}
		expect.NoError(t, o.areas.shown.parse(text))
		if got := untrueData(o); (len(got) > 0) != (name != "") {
			t.Errorf("%q is wrong: broken are %q", name, got)
		}
	}
}
