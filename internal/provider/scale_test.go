// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

const (
	scaleSubscriptions = 4
	scaleResolutions   = 200
	parallelism        = 10 // Terraform's own default
)

// scaleEvents returns 200 events in 4 subscriptions, e000 and so on.
func scaleEvents() []emulator.Event {
	var events []emulator.Event
	for i := range scaleResolutions {
		subscription := fmt.Sprintf("%08d-aaaa-4bbb-8ccc-352cb3f2c805", i%scaleSubscriptions)
		events = append(events, emulator.NewEvent(subscription, fmt.Sprintf("e%03d", i)))
	}
	return events
}

// scaleConfigs decide about all of them, for the given reasons in turn.
func scaleConfigs(reasons ...string) []object {
	var configs []object
	for i, e := range scaleEvents() {
		reason := reasons[i/scaleSubscriptions%len(reasons)]
		configs = append(configs, resolve(e.EventID,
			object{"subscription_id": e.SubscriptionID, "reason": reason}))
	}
	return configs
}

// eachOf calls do for every index, that many at a time, as Terraform does with resources.
func eachOf(n, atATime int, do func(i int)) {
	var wg sync.WaitGroup
	free := make(chan struct{}, atATime)
	for i := range n {
		wg.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			do(i)
		})
	}
	wg.Wait()
}

// planAll plans everything in a separate provider process, and returns its calls of the service.
func planAll(t *testing.T, s *emulator.Server, configs []object, atATime int) ([]plan,
	map[string]int) {
	t.Helper()
	c := configuredClient(t, s)
	s.ResetCounts()
	plans, said := make([]plan, len(configs)), make([]diagnostics, len(configs))
	eachOf(len(configs), atATime, func(i int) {
		plans[i], said[i] = c.planCreate(resolutionTypeName, configs[i])
	})
	slices.Concat(said...).none(t)
	return plans, s.Counts()
}

// applied is the result of an apply.
type applied struct {
	created int
	failed  map[string]string // messages by event id
}

func (a applied) expect(t *testing.T, created int, failed ...string) {
	t.Helper()
	names := slices.Sorted(maps.Keys(a.failed))
	if a.created != created || !slices.Equal(names, failed) {
		t.Errorf("%d created, want %d and %v failed: %v", a.created, created, failed, a.failed)
	}
}

// applyAll applies plans.
func applyAll(t *testing.T, c *protocolClient, plans []plan, atATime int) applied {
	t.Helper()
	states, said := make([]object, len(plans)), make([]diagnostics, len(plans))
	eachOf(len(plans), atATime, func(i int) {
		states[i], said[i] = c.applyCreate(resolutionTypeName, plans[i])
	})
	result := applied{failed: map[string]string{}}
	for i, p := range plans {
		id := fmt.Sprint(p.config["event_id"])
		if states[i] != nil {
			result.created++
		}
		if len(said[i]) > 0 {
			result.failed[id] = said[i].text("apply")
		}
	}
	return result
}

// standings counts the events by standing.
func standings(s *emulator.Server) map[string]int {
	n := map[string]int{}
	for _, e := range s.Events() {
		n[e.EventStatus+" "+e.ResolvedReason]++
	}
	return n
}

// callsOf returns the requests of that many provider processes, each of which signs in once and
// lists each subscription once.
func callsOf(processes, updates int) map[string]int {
	return map[string]int{
		emulator.KindDiscovery: processes, emulator.KindToken: processes,
		emulator.KindList: processes * scaleSubscriptions, emulator.KindUpdate: updates,
	}
}

// countingProviders serves a provider whose reviews last an hour: a slow machine would list again
// what it reviewed too long ago.
func countingProviders(s *emulator.Server,
	overrides ...map[string]string) map[string]func() (tfprotov6.ProviderServer, error) {
	return searchedProviders(s, overrides, ledger.ReviewLasting(time.Hour))
}

// countingClient is a configured client of countingProviders.
func countingClient(t testing.TB, s *emulator.Server,
	overrides ...map[string]string) *protocolClient {
	t.Helper()
	c := newProtocolClient(t, countingProviders(s, overrides...))
	c.configure(object{}).none(t)
	return c
}

// TestScale_CallsDoNotGrowWithResolutions counts the calls of 200 resolutions in 4 subscriptions.
// Only writes that Terraform starts at the same time can share a call.
func TestScale_CallsDoNotGrowWithResolutions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		reasons []string
		atATime int
		updates int // the maximum; individually they would be 200
	}{
		{[]string{"Fraud"}, parallelism, 150},
		{[]string{"Fraud"}, 50, 60},
		{[]string{"Fraud", "Ignore"}, scaleResolutions, 40},
	} {
		t.Run(fmt.Sprintf("reasons %v, %d at a time", test.reasons, test.atATime), func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, scaleEvents()...)
			configs := scaleConfigs(test.reasons...)
			plans, counts := planAll(t, s, configs, test.atATime)
			acctest.AtMost(t, "plan", counts, callsOf(1, 0))

			c := countingClient(t, s)
			s.ResetCounts()
			applyAll(t, c, plans, test.atATime).expect(t, scaleResolutions)
			acctest.AtMost(t, "apply", s.Counts(), callsOf(1, test.updates))
			want := map[string]int{}
			for _, r := range test.reasons {
				want["Resolved "+r] = scaleResolutions / len(test.reasons)
			}
			expectEqual(t, "events", want, standings(s))
		})
	}
}

// manyDecisions returns that many events and decisions about them, for the given reasons in turn.
func manyDecisions(n int, reasons ...string) ([]emulator.Event, decisions) {
	var events []emulator.Event
	all := decisions{}
	for i := range n {
		id := fmt.Sprintf("e%04d", i)
		events = append(events, event(id))
		all[id] = resolved(reasons[i%len(reasons)])
	}
	return events, all
}

// TestScale_AThousandDecisionsInOneInstance counts pages of 500 events or fewer, and writes of at
// most a hundred.
func TestScale_AThousandDecisionsInOneInstance(t *testing.T) {
	t.Parallel()
	events, all := manyDecisions(1000, "Fraud", "Ignore")
	s := startEmulator(t, events...)
	providers := countingProviders(s)
	session := startSession(t, resolutionsTypeName, func() *protocolClient {
		return newProtocolClient(t, providers)
	})
	listing := 4
	within := func(phase string, listings, updates int, step func()) {
		t.Helper()
		s.ResetCounts()
		step()
		acctest.AtMost(t, phase, s.Counts(), map[string]int{emulator.KindDiscovery: 1,
			emulator.KindToken: 1, emulator.KindList: listings, emulator.KindUpdate: updates})
	}
	var p plan
	within("plan", listing, 0, func() { p = session.plan(decideAll(all)) })
	expectDiagnostics(t, p.diagnostics)
	listing = s.Count(emulator.KindList)
	within("apply", listing, 10, func() { expectDiagnostics(t, session.applyAsPlanned(p)) })
	expectEqual(t, "events", map[string]int{"Resolved Fraud": 500, "Resolved Ignore": 500},
		standings(s))
	within("plan without changes", listing, 0, func() {
		session.expectNoChange(session.plan(decideAll(all)))
	})

	all["e0007"] = resolved("Legitimate")
	p = session.plan(decideAll(all))
	expectEqual(t, "changes", map[string][]string{"resolutions": {"e0007"}},
		session.changedDecisions(p))
	within("one change", listing, 1, func() { expectDiagnostics(t, session.apply(p)) })
	expectStanding(t, s, "e0007", "Resolved", "Legitimate")
}

// TestScale_WithTheCommandLine counts the calls of one apply and of one plan without changes. An
// apply plans first, in a separate process. How many changes Terraform starts together, and how
// often a review is too old, depends on the machine: the tests above count that.
func TestScale_WithTheCommandLine(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, scaleEvents()...)
	w := newWorkspace(t, s, `
		resource "partnercenter_fraud_event_resolution" "test" {
			for_each        = jsondecode(file("decisions.json"))
			subscription_id = each.value
			event_id        = each.key
			status          = "Resolved"
			reason          = "Fraud"
		}`)
	decisions := map[string]string{}
	for _, e := range scaleEvents() {
		decisions[e.EventID] = e.SubscriptionID
	}
	w.Write("decisions.json", string(must(json.Marshal(decisions))(t)))

	w.Must("apply", "-auto-approve", "-no-color")
	counts := s.Counts()
	delete(counts, emulator.KindList)
	acctest.AtMost(t, "apply", counts, callsOf(2, scaleResolutions-1))
	expectEqual(t, "events", map[string]int{"Resolved Fraud": scaleResolutions}, standings(s))
	s.ResetCounts()
	w.MustPlanNothing("-no-color") // 2 would mean that there are changes
	acctest.AtMost(t, "plan without a change", s.Counts(), callsOf(1, 0))
}
