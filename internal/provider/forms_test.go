// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// form is one of the two resources, with a decision about event e1. Both follow the same rules, so
// most tests run for both.
type form struct {
	name, typeName string
	path           string // of diagnostics about the decision
	idPath         string // of diagnostics about the event id

	// holding returns a configuration with those attributes of the decision, and options.
	holding func(decision object, options ...object) object
}

func forms() []form {
	return []form{
		{
			name: "singular", typeName: resolutionTypeName, path: "status", idPath: "event_id",
			holding: func(decision object, options ...object) object {
				ids := object{"subscription_id": subscriptionA, "event_id": "e1"}
				return ids.with(decision).with(options...)
			},
		},
		{
			name: "plural", typeName: resolutionsTypeName, path: "resolutions", idPath: "resolutions",
			holding: func(decision object, options ...object) object {
				return decideAll(decisions{"e1": map[string]any(decision)}).with(options...)
			},
		},
	}
}

// forEachForm runs a test for both resources.
func forEachForm(t *testing.T, name string, run func(*testing.T, form)) {
	t.Helper()
	for _, f := range forms() {
		t.Run(name+" "+f.name, func(t *testing.T) {
			t.Parallel()
			run(t, f)
		})
	}
}

// decide returns a configuration that declares a standing such as "Resolved (Fraud)" for event e1.
func (f form) decide(standing string, options ...object) object {
	status, reason := splitStanding(standing)
	return f.holding(object{"status": status, "reason": orNil(reason)}, options...)
}

func (f form) start(t *testing.T, s *emulator.Server, overrides ...map[string]string) *session {
	t.Helper()
	return newSessionOf(t, s, f.typeName, overrides...)
}

// begin starts a session with events e1 and e2.
func (f form) begin(t *testing.T) (*emulator.Server, *session) {
	t.Helper()
	s := startEmulator(t, event("e1"), event("e2"))
	return s, f.start(t, s)
}

// decided starts with a decision in state.
func (f form) decided(t *testing.T, standing string,
	options ...object) (*emulator.Server, *session) {
	t.Helper()
	s, session := f.begin(t)
	session.create(f.decide(standing, options...))
	return s, session
}

// describedIn returns the description of event e1 in a state or a plan.
func (s *session) describedIn(values object) object {
	s.t.Helper()
	if s.typeName == resolutionTypeName {
		return values
	}
	all, _ := values["resolutions"].(map[string]any)
	one, _ := all["e1"].(map[string]any)
	return one
}

// says returns the state's description of event e1.
func (s *session) says(attribute string) any {
	s.t.Helper()
	return s.describedIn(s.state())[attribute]
}

// expectPrevious fails unless the state has this previous standing for event e1.
func (s *session) expectPrevious(when, want string) {
	s.t.Helper()
	expectEqual(s.t, "previous_status "+when, any(want), s.says("previous_status"))
}

// planned returns a plan's description of event e1.
func (s *session) planned(p plan, attribute string) any {
	s.t.Helper()
	return s.describedIn(s.plain(p.state))[attribute]
}

// expectDecision fails unless the state has this standing for event e1.
func (s *session) expectDecision(standing string) {
	s.t.Helper()
	status, reason := splitStanding(standing)
	got := s.describedIn(s.state())
	expectEqual(s.t, "the decision in state", object{"status": status, "reason": orNil(reason)},
		object{"status": got["status"], "reason": got["reason"]})
}

// expectListed fails unless a state or a plan says whether event e1 is listed.
func (s *session) expectListed(values object, listed bool) {
	s.t.Helper()
	said := values["listed"]
	if s.typeName == resolutionsTypeName {
		ids, _ := values["unlisted_event_ids"].([]string)
		said = len(ids) == 0
	}
	expectEqual(s.t, "listed", any(listed), said)
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// expectStands fails unless event e1 has this standing in Partner Center.
func expectStands(t *testing.T, s *emulator.Server, standing string) {
	t.Helper()
	expectEqual(t, "event e1", standing, standingNow(t, s, "e1"))
}

// calls counts a step's calls of the service.
func calls(s *emulator.Server, kind string, step func()) int {
	before := s.Count(kind)
	step()
	return s.Count(kind) - before
}

const (
	subscriptionA = "2a7064fb-1e33-4007-974e-352cb3f2c805"
	subscriptionB = "77777777-aaaa-4bbb-8ccc-352cb3f2c805"
	colleague     = "kim@contoso.com"
)

func startEmulator(t *testing.T, events ...emulator.Event) *emulator.Server {
	t.Helper()
	return acctest.StartEmulator(t, events...)
}

// event is an active event of subscription A.
func event(id string, change ...func(*emulator.Event)) emulator.Event {
	e := emulator.NewEvent(subscriptionA, id)
	for _, c := range change {
		c(&e)
	}
	return e
}

// providersFor serves the provider with the environment that points at the emulator, changed by
// overrides. All that it answers is searched for secrets.
func providersFor(s *emulator.Server,
	overrides ...map[string]string) map[string]func() (tfprotov6.ProviderServer, error) {
	return searchedProviders(s, overrides)
}

// searchedProviders is providersFor with changes of the ledger.
func searchedProviders(s *emulator.Server, overrides []map[string]string,
	changes ...ledger.Option) map[string]func() (tfprotov6.ProviderServer, error) {
	environment := s.Env()
	for _, o := range overrides {
		maps.Copy(environment, o)
	}
	serve := providersIn(environment, changes...)["partnercenter"]
	return map[string]func() (tfprotov6.ProviderServer, error){
		"partnercenter": func() (tfprotov6.ProviderServer, error) {
			server, err := serve()
			if every, is := server.(everyServer); is {
				return searchedFor(s, environment, every), err
			}
			return server, err
		},
	}
}

// providersIn serves the provider with that environment.
func providersIn(environment map[string]string,
	changes ...ledger.Option) map[string]func() (tfprotov6.ProviderServer, error) {
	factory := provider.NewWithEnvironment("test", settings.Environment{
		Lookup: func(name string) (string, bool) {
			value, isSet := environment[name]
			return value, isSet
		},
		Environ: func() (environ []string) {
			for name, value := range environment {
				environ = append(environ, name+"="+value)
			}
			return environ
		},
	}, changes...)
	return map[string]func() (tfprotov6.ProviderServer, error){
		"partnercenter": func() (tfprotov6.ProviderServer, error) {
			return provider.ServerOf(factory)(), nil
		},
	}
}
