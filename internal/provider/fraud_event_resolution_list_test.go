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

func TestResolutionList_NewestFirst(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, append(varied(),
		event("e0", func(e *emulator.Event) { e.EventTime = "2026-01-03T12:00:00.00" }))...)
	s.SetBehaviour(func(b *emulator.Behaviour) { b.Order = emulator.OrderShuffled })
	c := configuredClient(t, s)
	expectEqual(t, "events", []string{"e5", "e4", "e0", "e3", "e2", "e1"},
		c.listEvents(listRequest{limit: 100}))
	expectEqual(t, "without a limit", []string{"e5", "e4", "e0", "e3", "e2", "e1"},
		c.listEvents(listRequest{}))
	expectEqual(t, "with just enough of a limit", 6, len(c.listEvents(listRequest{limit: 6})))
}

// TestResolutionList_TheLimitKeepsTheNewest and says what it left out, once.
func TestResolutionList_TheLimitKeepsTheNewest(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, varied()...)
	results := configuredClient(t, s).list(listRequest{limit: 2, config: object{"is_test": false}})
	if len(results) != 2 {
		t.Fatalf("%d results, want 2", len(results))
	}
	expectEqual(t, "newest", any("e4"), results[0].identity["event_id"])
	expectEqual(t, "next", any("e3"), results[1].identity["event_id"])
	results[0].diagnostics.mustSay(t, "", "More fraud events match than are listed",
		"4 fraud events match", "the newest 2", "`limit = 4`")
	results[1].diagnostics.none(t)
	expectEqual(t, "listings", 1, s.Count(emulator.KindList))
}

// The resource is left out, unless the query includes it.
func TestResolutionList_IdentityAndNameAreAlwaysSet(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Event-A",
		func(e *emulator.Event) { e.SubscriptionID = strings.ToUpper(subscriptionA) }))
	results := configuredClient(t,
		s).list(listRequest{limit: 100, config: object{"subscription_id": subscriptionA}})
	want := []listed{{
		name: "Fabrikam, " + mining + ", Medium, Active, 2026-01-15T00:25:45Z",
		// as the service spells them
		identity: object{"subscription_id": strings.ToUpper(subscriptionA), "event_id": "Event-A"},
	}}
	if diff := cmp.Diff(want, results, cmp.AllowUnexported(listed{})); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

func TestResolutionList_NamesAreFitForATerminal(t *testing.T) {
	t.Parallel()
	named := func(customer, tenant string) func(*emulator.Event) {
		return func(e *emulator.Event) { e.CustomerFriendlyName, e.CustomerTenantID = customer, tenant }
	}
	bare := func(e *emulator.Event) { e.EventType, e.Severity, e.EventTime = "", "", "" }
	for name, e := range map[string]emulator.Event{
		"Tail spin�[31m, " + mining + ", Medium, Active, 2026-01-15T00:25:45Z": event("e1",
			named("Tail\nspin\x1b[31m", tailspin)),
		tailspin + ", " + mining + ", Medium, Active, 2026-01-15T00:25:45Z": event("e1",
			named("", tailspin)),
		mining + ", Medium, Active, 2026-01-15T00:25:45Z": event("e1",
			named("", "")),
		"Fabrikam, Active": event("e1", bare),
		"Fabrikam, " + mining + ", Medium, Resolved (Ignore), 2026-01-15T00:25:45Z": event("e1",
			func(e *emulator.Event) {
				e.EventStatus, e.ResolvedReason = "resolved", "IGNORE"
			}),
	} {
		results := configuredClient(t, startEmulator(t, e)).list(listRequest{limit: 1})
		expectEqual(t, "name", name, results[0].name)
	}
}

// TestResolutionList_TheResourceIsWhatAnImportGives for an event in whatever status.
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

// TestResolutionList_CallsDoNotGrow: one page, then another one that shows that it was the last.
func TestResolutionList_CallsDoNotGrow(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, scaleEvents()...)
	ids := configuredClient(t, s).listEvents(listRequest{limit: 1000})
	expectEqual(t, "results", scaleResolutions, len(ids))
	acctest.AtMost(t, "query", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: 2})
}
