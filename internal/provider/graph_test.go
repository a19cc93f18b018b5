// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// throughGraph has the variables of a provider with `api = "graph"`.
func throughGraph() map[string]string { return map[string]string{"PARTNERCENTER_API": "graph"} }

// alert is an event whose id in Microsoft Graph is known to the test, because it is the same.
func alert(id string, change ...func(*emulator.Event)) emulator.Event {
	e := event(id, change...)
	e.GraphID = e.EventID
	return e
}

// alerts are the events e00 to e<n-1>.
func alerts(n int) (events []emulator.Event, ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprintf("e%02d", i))
		events = append(events, alert(ids[i]))
	}
	return events, ids
}

const otherAPI = "Fraud event recorded with another API"

// through returns what Terraform knows, for a provider with the other API.
func (s *session) through(to *emulator.Server, environment map[string]string) *session {
	s.t.Helper()
	other := newSessionOf(s.t, to, s.typeName, environment)
	other.held = s.held
	return other
}

// A provider that crashes during an apply leaves a state without what it remembers. That is no
// state of another API.
func TestGraphState_WithoutMemoriesIsNotRefused(t *testing.T) {
	t.Parallel()
	forEachForm(t, "graph", func(t *testing.T, f form) {
		t.Helper()
		s := startEmulator(t, alert("e1"), alert("e2"))
		recorded := f.start(t, s, throughGraph())
		recorded.create(f.decide(isFraud))
		recorded.held.private = nil
		for name, said := range map[string]diagnostics{"refresh": recorded.refresh(),
			"plan": recorded.plan(f.decide(isFraud)).diagnostics} {
			if len(said) > 0 {
				t.Errorf("%s: %+v", name, said)
			}
		}
		// An update remembers both again.
		recorded.applyAsPlanned(recorded.plan(f.decide(isFraud, reactivating())))
		if said := recorded.refresh(); len(said) > 0 {
			t.Errorf("refresh after an update: %+v", said)
		}
	})
}

// A state of the other API is neither refreshed, planned, nor destroyed, and stays as it is, even
// if both services had the same ids.
func TestGraphState_OfTheOtherAPIIsRefused(t *testing.T) {
	t.Parallel()
	for _, from := range []struct{ name, to string }{{"partnercenter", "graph"},
		{"graph", "partnercenter"}} {
		forEachForm(t, "recorded with "+from.name, func(t *testing.T, f form) {
			t.Helper()
			s := startEmulator(t, alert("e1"), alert("e2"))
			recorded := f.start(t, s, map[string]string{"PARTNERCENTER_API": from.name})
			recorded.create(f.decide(isFraud, reactivating()))
			s.ResetCounts()
			other := recorded.through(s, map[string]string{"PARTNERCENTER_API": from.to})
			refused := anError(otherAPI, "", "e1", "`"+from.name+"`", "`"+from.to+"`",
				fmt.Sprintf("set `api = %q`", from.name), "terraform state rm")
			for name, said := range map[string]diagnostics{
				"refresh":                 other.refresh(),
				"plan":                    other.plan(f.decide(isIgnored)).diagnostics,
				"plan without refresh":    other.planWithoutRefresh(f.decide(isIgnored)).diagnostics,
				"destroy":                 other.planDestroy().diagnostics,
				"destroy without refresh": other.planWithoutRefresh(nil).diagnostics,
				// the plan could not know the API
				"apply": other.applyAsPlanned(recorded.plan(f.decide(isIgnored))),
				"apply of a destroy": recorded.through(s,
					map[string]string{"PARTNERCENTER_API": from.to}).applyAsPlanned(recorded.planDestroy()),
			} {
				if !slices.ContainsFunc(said, func(d diagnostic) bool { return d.Summary == otherAPI }) {
					t.Errorf("%s: %+v", name, said)
					continue
				}
				expectDiagnostics(t, slices.DeleteFunc(said,
					func(d diagnostic) bool { return d.Severity == "WARNING" }), refused)
			}
			if other.held.state.IsNull() {
				t.Error("the state is dropped")
			}
			expectStands(t, s, isFraud)
			expectExactly(t, recorded.plan(f.decide(isIgnored)).diagnostics)
		})
	}
}

// A state without a word about the API, such as every state of earlier releases, is Partner
// Center's.
func TestGraphState_OfEarlierReleasesIsPartnerCenters(t *testing.T) {
	t.Parallel()
	for _, c := range upgradeCases() {
		if c.typeName != resolutionTypeName && c.typeName != resolutionsTypeName {
			continue
		}
		for _, release := range storedVersions(t, c.folder()) {
			s := c.after(t)
			ours := newSessionOf(t, s, c.typeName)
			ours.restore(readStoredState(t, c.folder(), release))
			if said := ours.refresh(); hasError(said) {
				t.Errorf("%s %s: %+v", c.folder(), release, said)
			}
			other := ours.through(s, throughGraph())
			expectDiagnostics(t, other.refresh(), anError(otherAPI, ""))
		}
	}
}

// While the provider's configuration is unknown, nothing is compared; the apply compares.
func TestGraphState_IsComparedOnceTheAPIIsKnown(t *testing.T) {
	t.Parallel()
	f := forms()[0]
	s := startEmulator(t, alert("e1"))
	recorded := f.start(t, s, throughGraph())
	recorded.create(f.decide(isFraud))
	c := newProtocolClient(t, providersFor(s))
	c.configure(object{"tenant_id": unknownYet}).none(t)
	if said := recorded.read(c.server); hasError(said) {
		t.Errorf("got %+v", said)
	}
}

func TestGraphImport_RemembersTheAPI(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, alert("e1"))
	colleagueResolves(t, s, "e1", "Ignore")
	imported := newSession(t, s, throughGraph())
	expectDiagnostics(t, imported.importByID(subscriptionA+"/e1"))
	expectExactly(t, imported.plan(resolve("e1", object{"reason": "Ignore"})).diagnostics)
	expectDiagnostics(t, imported.through(s, nil).refresh(), anError(otherAPI, ""))
}

// Both documented forms of ids work everywhere, and those of the other API are not listed.
func TestGraphIDs_BothFormsCanBeDecidedAndImported(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"d8b202fc-a216-3404-69ef-bdffa445eff6",
		subscriptionA + "-758e2259-f00b-4dec-8087-0950afe6d6a4"} {
		s := startEmulator(t, event("of-partner-center", func(e *emulator.Event) { e.GraphID = id }))
		decided := newSession(t, s, throughGraph())
		decided.create(resolve(id))
		imported := newSession(t, s, throughGraph())
		expectDiagnostics(t, imported.importByID(subscriptionA+"/"+id))
		byIdentity := newSession(t, s, throughGraph())
		expectDiagnostics(t, byIdentity.importByIdentity(object{"subscription_id": subscriptionA,
			"event_id": id}))
		p := newSession(t, s, throughGraph()).plan(resolve("of-partner-center"))
		expectDiagnostics(t, p.diagnostics, anError(notListed, "event_id", "of-partner-center"))
	}
}

// Graph lacks names, and everything about the entity: these are null.
func TestGraphEvents_FieldsThatGraphLacksAreNull(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, alert("e1", func(e *emulator.Event) {
		e.FirstObserved, e.LastObserved = e.EventTime, e.EventTime
	}))
	got, _, diags := configuredClient(t, s, throughGraph()).readData(fraudEventsType,
		object{"subscription_id": subscriptionA}, false)
	diags.none(t)
	all, _ := got["events"].([]any)
	if len(all) != 1 {
		t.Fatalf("got %v", got)
	}
	one, _ := all[0].(map[string]any)
	var null []string
	for name, value := range one {
		if value == nil {
			null = append(null, name)
		}
	}
	slices.Sort(null)
	expectEqual(t, "null", []string{"country", "customer_friendly_name", "entity_id", "entity_name",
		"entity_url", "first_occurrence", "hit_count", "last_occurrence", "partner_friendly_name",
		"partner_tenant_id", "reason", "resolved_by", "resolved_on", "resource_group_name",
		"resource_name", "service_name", "subscription_name", "subscription_type",
		"value_added_reseller_friendly_name"}, null)
	expectEqual(t, "type", "NetworkConnectionsToCryptoMiningPools", one["event_type"])
	expectEqual(t, "status", "Active", one["status"])
}

// One batch has an alert that is accepted, one that is throttled, one that is refused, and one
// whose answer is lost. Each has its own line in the error and in the audit log.
func TestGraphBatch_APartialSuccessIsReportedByEvent(t *testing.T) {
	t.Parallel()
	events, ids := alerts(4)
	s := startEmulator(t, events...)
	log := newAuditLog(t)
	sess := newSessionOf(t, s, resolutionsTypeName, throughGraph(), log.environment())
	config := decideAll(fraudOf(ids...))
	p := sess.plan(config)
	expectDiagnostics(t, p.diagnostics)
	for _, f := range []emulator.Fault{
		{Status: http.StatusTooManyRequests, RetryAfter: "1"},
		{Status: http.StatusConflict, Code: "Conflict"},
		{Drop: true, AfterEffect: true},
	} { // each hits one alert of the batch
		f.Kind = emulator.KindUpdateAlert
		s.AddFault(f)
	}
	said := sess.apply(p)
	refused := slices.IndexFunc(ids, func(id string) bool {
		return standingNow(t, s, id) == isActive
	})
	if refused < 0 {
		t.Fatalf("every alert is resolved: %+v", said)
	}
	expectDiagnostics(t, said, anError("Microsoft Graph call failed", "resolutions",
		"1 of 4 changes failed", ids[refused], "Conflict"))
	lines := log.entries(t)
	expectEqual(t, "audit lines", 4, len(lines))
	for i, line := range lines {
		expectEqual(t, "api", any("graph"), line["api"])
		want := "written"
		if i == refused {
			want = "refused"
		} else if strings.Contains(said.text("apply"), "- "+ids[i]) {
			t.Errorf("%s is in the error: %s", ids[i], said.text("apply"))
		}
		expectEqual(t, ids[i]+" stands", map[string]string{"written": isFraud, "refused": isActive}[want],
			standingNow(t, s, ids[i]))
		expectEqual(t, "audit line of "+ids[i], any(want), line["result"])
	}
	// The next apply adopts what was written, and writes the rest.
	before := s.Count(emulator.KindUpdateAlert)
	sess.create(config)
	expectEqual(t, "updates", 1, s.Count(emulator.KindUpdateAlert)-before)
}

// Partner Center's own lines have no key about the API.
func TestGraphAudit_OnlyLinesOfGraphNameTheAPI(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, alert("e1"))
	log := newAuditLog(t)
	newSession(t, s, log.environment()).create(resolve("e1"))
	for _, line := range log.entries(t) {
		if _, named := line["api"]; named {
			t.Errorf("got %v", line)
		}
	}
}
