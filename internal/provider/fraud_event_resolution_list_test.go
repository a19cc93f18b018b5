// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionList_IsServed(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	metadata := must(c.server.GetMetadata(t.Context(), &tfprotov6.GetMetadataRequest{}))(t)
	if !slices.Contains(metadata.ListResources,
		tfprotov6.ListResourceMetadata{TypeName: resolutionTypeName}) {
		t.Errorf("the metadata name the list resources %v", metadata.ListResources)
	}
	if len(metadata.Diagnostics) > 0 {
		t.Errorf("the metadata say %s", metadata.Diagnostics[0].Detail)
	}

	// The filters are those of the data source, word for word.
	served := c.schemas.ListResourceSchemas[resolutionTypeName]
	if served == nil {
		t.Fatal("the schema is not served")
	}
	var want []*tfprotov6.SchemaAttribute
	for _, a := range c.schemas.DataSourceSchemas[fraudEventsType].Block.Attributes {
		if a.Name != "events" && a.Name != "include_details" {
			want = append(want, a)
		}
	}
	expectEqual(t, "attributes", want, served.Block.Attributes)
	if len(served.Block.BlockTypes) != 1 || served.Block.BlockTypes[0].TypeName != "timeouts" ||
		served.Block.BlockTypes[0].Block.Attributes[0].Name != "list" {
		t.Errorf("the blocks are %v, want timeouts with list", served.Block.BlockTypes)
	}
}

// TestResolutionList_TheResourceIsWhatAnImportGives for an event in any status.
func TestResolutionList_TheResourceIsWhatAnImportGives(t *testing.T) {
	t.Parallel()
	events := []emulator.Event{fullEvent()}
	for i, at := range [][2]string{
		{"Active", "None"},
		{"Active", "Fraud"},
		{"Investigating", "None"},
		{"Resolved", "Fraud"},
		{"Resolved", "Ignore"},
		{"Resolved", "Legitimate"},
		{"Resolved", "None"},
		{"Resolved", "Duplicate"},
		{"Escalated", "None"},
		{"", ""},
	} {
		events = append(events, event(fmt.Sprintf("Event-%d", i), func(e *emulator.Event) {
			e.EventStatus, e.ResolvedReason = at[0], at[1]
			if at[0] == "Resolved" {
				e.ResolvedOn, e.ResolvedBy = "2026-02-01T00:00:00.00", colleague
			}
		}))
	}
	s := startEmulator(t, events...)
	results := configuredClient(t, s).list(listRequest{limit: 100, includeResource: true})
	if len(results) != len(events) {
		t.Fatalf("%d results, want %d", len(results), len(events))
	}
	for _, l := range results {
		session := newSession(t, s)
		expectDiagnostics(t, session.importByIdentity(l.identity))
		session.expectIdentity(l.identity)
		session.expectState(imported())
		if diff := cmp.Diff(session.state(), l.resource); diff != "" {
			t.Errorf("%v (-import +list):\n%s", l.identity, diff)
		}
	}
	expectWrites(t, s, 0)
}

// TestResolutionList_CallsDoNotGrow: one page, then another to confirm that it was the last.
func TestResolutionList_CallsDoNotGrow(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, scaleEvents()...)
	ids := configuredClient(t, s).listEvents(listRequest{limit: 1000})
	expectEqual(t, "results", scaleResolutions, len(ids))
	acctest.AtMost(t, "query", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: 2})
}

// queryCase is a query. testdata/queries.golden has its results and messages.
type queryCase struct {
	name        string
	provider    object
	environment map[string]string
	events      []emulator.Event
	before      step
	config      object
	limit       int64
	generates   bool // configuration
}

func queryCases() []queryCase {
	on := func(name string, change func(*emulator.Event)) queryCase {
		return queryCase{name: name, events: []emulator.Event{event("e1", change)}, limit: 1,
			generates: true}
	}
	standing := func(status, reason string) func(*emulator.Event) {
		return func(e *emulator.Event) { e.EventStatus, e.ResolvedReason = status, reason }
	}
	nowhere := event("nowhere", func(e *emulator.Event) { e.SubscriptionID = "" })
	upper := event("Event-A",
		func(e *emulator.Event) { e.SubscriptionID = strings.ToUpper(subscriptionA) })
	e1, onlyA := []emulator.Event{event("e1")}, object{"subscription_id": subscriptionA}
	shuffled := behaving(func(b *emulator.Behaviour) { b.Order = emulator.OrderShuffled })
	e0 := event("e0", func(e *emulator.Event) { e.EventTime = "2026-01-03T12:00:00.00" })
	cases := []queryCase{
		{name: "newest first", events: append(varied(), e0), before: shuffled, limit: 100},
		{name: "without a limit", events: varied()},
		{name: "a sufficient limit", events: varied(), limit: 5},
		{name: "the newest up to the limit", events: varied(), limit: 2,
			config: object{"is_test": false}},
		{name: "ids in the service's spelling", events: []emulator.Event{upper}, config: onlyA},
		{name: "no matching event", events: e1, config: object{"statuses": []string{"Resolved"}}},
		{name: "no event of a subscription", events: e1,
			config: object{"subscription_id": subscriptionB}},
		{name: "an unknown subscription", events: e1, before: forgotten, config: onlyA},
		{name: "not known yet", provider: object{"tenant_id": unknownYet}},
		{name: "a listing that fails", events: e1, before: failingEach(emulator.KindList, 403, 0)},
		{name: "half a listing", events: scaleEvents(), before: failingEach(emulator.KindList, 404, 1)},
		{name: "the classic model", events: e1, environment: classicModel()},
		{name: "a filter that the classic model lacks", events: e1, environment: classicModel(),
			config: object{"severities": []string{"High"}}},
		{name: "events that an import does not accept", events: []emulator.Event{nowhere}},
		{name: "events that an import does not accept, and one that it does", limit: 1,
			events: []emulator.Event{nowhere, event(" blank "), event("e1")}},
		on("an undocumented status", standing("Escalated", "None")),
		on("an undocumented reason", standing("Resolved", "Duplicate")),
		on("no reason", standing("Resolved", "None")),
		{name: "an undocumented status that is only listed",
			events: []emulator.Event{event("e1", standing("Escalated", "None"))}},
	}
	return append(cases, queryCase{name: "names with control characters", events: oddlyNamed()})
}

func oddlyNamed() []emulator.Event {
	named := func(id, customer, tenant string) emulator.Event {
		return event(id, func(e *emulator.Event) {
			e.CustomerFriendlyName, e.CustomerTenantID = customer, tenant
		})
	}
	return []emulator.Event{
		named("control characters", "Tail\nspin\x1b[31m", tailspin),
		named("no customer", "", tailspin), named("no tenant either", "", ""),
		event("nothing", func(e *emulator.Event) { e.EventType, e.Severity, e.EventTime = "", "", "" }),
		event("odd case", func(e *emulator.Event) {
			e.EventStatus, e.ResolvedReason = "resolved", "IGNORE"
		}),
	}
}

func TestResolutionList_Golden(t *testing.T) {
	t.Parallel()
	var cases []goldenCase
	for _, c := range queryCases() {
		cases = append(cases, goldenCase{"", c.name, c.run})
	}
	compareCases(t, "queries.golden", cases)
}

func (c queryCase) run(t *testing.T) (said string) {
	t.Helper()
	s := startEmulator(t, c.events...)
	if c.before != nil {
		c.before(t, s)
	}
	client := newProtocolClient(t, providersFor(s, c.environment))
	client.configure(c.provider.with()).none(t)
	for _, l := range client.list(listRequest{config: c.config, limit: c.limit,
		includeResource: c.generates}) {
		if l.identity != nil {
			said += fmt.Sprintf("%s: %s/%s\n", l.name, l.identity["subscription_id"],
				l.identity["event_id"])
		}
		said += l.diagnostics.text("query")
		expectEqual(t, "a resource", c.generates, l.resource != nil)
	}
	return said
}

// Mistakes in the filters of a data source are also mistakes in those of the others.
func TestResolutionList_FiltersAreCheckedInTheSameWay(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	later := object{"detected_after": unknownYet, "detected_before": "2026-01-01T00:00:00Z",
		"statuses": unknownYet}
	cases := slices.Concat(filterInputCases(), []messageCase{{name: "not known yet", data: later}})
	for _, m := range cases {
		want := c.validateData(fraudEventsType, m.data).text(m.name)
		expectEqual(t, "query", want, c.validateList(m.data).text(m.name))
		summary := c.validateData(fraudEventSummaryType, m.data).text(m.name)
		expectEqual(t, "summary", want, summary)
		expectEqual(t, m.name, m.name != "not known yet", want != "")
	}
}

// only fails the test unless there is exactly one result, with diagnostics only.
func only(t *testing.T, results []listed) diagnostics {
	t.Helper()
	if len(results) != 1 || results[0].identity != nil || results[0].resource != nil ||
		results[0].name != "" {
		t.Fatalf("got %d results, want one of diagnostics alone: %.200v", len(results), results)
	}
	return results[0].diagnostics
}

func TestResolutionList_AnInterruptEndsTheResults(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t, varied()...))
	var results []listed
	c.pull(listRequest{limit: 100}, func(l listed) bool {
		results = append(results, l)
		if len(results) == 2 {
			if _, err := c.server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
				t.Fatal(err)
			}
		}
		return true
	})
	if len(results) != 3 {
		t.Fatalf("%d results, want two events and the error", len(results))
	}
	only(t, results[2:]).mustSay(t, "", "Interrupted")
}

func TestResolutionList_StopsWhenTerraformHasEnough(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t, varied()...))
	pulled := 0
	c.pull(listRequest{limit: 100}, func(listed) bool { pulled++; return false })
	expectEqual(t, "results", 1, pulled)
}
