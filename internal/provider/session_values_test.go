// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func pack(t testing.TB, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	packed := must(tfprotov6.NewDynamicValue(v.Type(), v))(t)
	return &packed
}

func (s *session) unpack(v *tfprotov6.DynamicValue) tftypes.Value {
	s.t.Helper()
	if v == nil {
		return s.null()
	}
	return must(v.Unmarshal(s.resource.ValueType()))(s.t)
}

func (s *session) null() tftypes.Value { return tftypes.NewValue(s.resource.ValueType(), nil) }

// proposed returns the state that Terraform proposes: the configuration, with prior values for
// computed attributes that it omits.
func (s *session) proposed(configured tftypes.Value) tftypes.Value {
	s.t.Helper()
	if configured.IsNull() || s.held.state.IsNull() {
		return configured
	}
	proposed, prior := members(s.t, configured), members(s.t, s.held.state)
	for _, a := range s.resource.Block.Attributes {
		if a.Computed && proposed[a.Name].IsNull() {
			proposed[a.Name] = prior[a.Name]
		}
	}
	return tftypes.NewValue(configured.Type(), proposed)
}

// state returns Terraform's state; nil if it is empty.
func (s *session) state() object {
	s.t.Helper()
	return s.plain(s.held.state)
}

// plain returns the attributes of a state, a plan or a configuration.
func (s *session) plain(value tftypes.Value) object {
	s.t.Helper()
	o, _ := decodeValue(s.t, value).(map[string]any)
	return o
}

// expectAttributes compares some attributes of an object, and ignores the others. For a decision
// among many, it compares only the given attributes.
func (s *session) expectAttributes(value tftypes.Value, want object) {
	s.t.Helper()
	all, got := s.plain(value), object{}
	for name := range want {
		got[name] = all[name]
		if name == "resolutions" {
			got[name] = narrowed(want[name], all[name])
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("attributes differ (-want +got):\n%s", diff)
	}
}

// narrowed returns the decisions with only the attributes that are compared.
func narrowed(want, got any) any {
	wanted, _ := want.(map[string]any)
	all, _ := got.(map[string]any)
	if wanted == nil || all == nil {
		return got
	}
	out := maps.Clone(all)
	for id, attributes := range wanted {
		attributes, _ := attributes.(map[string]any)
		if decision, _ := all[id].(map[string]any); attributes != nil && decision != nil {
			decision = maps.Clone(decision)
			maps.DeleteFunc(decision, func(name string, _ any) bool {
				_, is := attributes[name]
				return !is
			})
			out[id] = decision
		}
	}
	return out
}

// expectNoChange fails unless the plan keeps the refreshed state.
func (s *session) expectNoChange(p plan) {
	s.t.Helper()
	if diff := cmp.Diff(s.plain(p.prior.state), s.plain(p.state)); diff != "" {
		s.t.Errorf("the plan is not empty (-state +plan):\n%s", diff)
	}
}

// broken names the attributes whose promised value was not kept. An unknown value promises nothing.
func broken(t testing.TB, promised, kept tftypes.Value) []string {
	t.Helper()
	after := members(t, kept)
	var names []string
	for name, value := range members(t, promised) {
		if value.IsFullyKnown() && !value.Equal(after[name]) {
			names = append(names, name)
		}
	}
	return names
}

// diagnostic is one of the provider's messages.
type diagnostic struct {
	Severity, Summary, Path, Detail string
}

type diagnostics []diagnostic

// message is an expected diagnostic, with fragments of its detail.
type message struct {
	diagnostic
	says []string
}

func anError(summary, path string, says ...string) message {
	return message{diagnostic{"ERROR", summary, path, ""}, says}
}

func aWarning(summary, path string, says ...string) message {
	return message{diagnostic{"WARNING", summary, path, ""}, says}
}

func diagnosticsOf(raw []*tfprotov6.Diagnostic) (all diagnostics) {
	for _, d := range raw {
		all = append(all, diagnostic{d.Severity.String(), d.Summary, pathOf(d.Attribute), d.Detail})
	}
	return all
}

func hasError(ds diagnostics) bool {
	return slices.ContainsFunc(ds, func(d diagnostic) bool { return d.Severity == "ERROR" })
}

// none fails the test for any diagnostic.
func (ds diagnostics) none(t testing.TB) {
	t.Helper()
	for _, d := range ds {
		t.Fatalf("unexpected %s: %s: %s", d.Severity, d.Summary, d.Detail)
	}
}

// mustSay fails the test unless exactly one diagnostic came, at the attribute and with all these
// texts.
func (ds diagnostics) mustSay(t testing.TB, attribute string, words ...string) {
	t.Helper()
	if len(ds) != 1 {
		t.Fatalf("%d diagnostics, want one", len(ds))
	}
	if ds[0].Path != attribute {
		t.Errorf("at %q, want %q", ds[0].Path, attribute)
	}
	for _, w := range words {
		if text := ds[0].Summary + ": " + ds[0].Detail; !strings.Contains(text, w) {
			t.Errorf("%q does not say %q", text, w)
		}
	}
}

// Summaries of plan warnings that tell a reviewer about something harmless.
const (
	alreadySo    = "Fraud event already as decided"
	investigated = "Fraud event under investigation"
	recorded     = "Decision recorded without a call"
)

// expectDiagnostics compares all diagnostics, in order. What only advises a reviewer is compared
// where it is expected; testdata/decisions.golden has every case in which it comes and does not.
func expectDiagnostics(t testing.TB, got diagnostics, want ...message) {
	t.Helper()
	got = slices.DeleteFunc(slices.Clone(got), func(d diagnostic) bool {
		advises := d.Summary == alreadySo || d.Summary == investigated || d.Summary == recorded
		return advises && !slices.ContainsFunc(want,
			func(w message) bool { return w.Summary == d.Summary })
	})
	if len(got) != len(want) {
		t.Fatalf("%d diagnostics, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		if got[i].Severity != w.Severity || got[i].Summary != w.Summary || got[i].Path != w.Path {
			t.Errorf("diagnostic %d is %+v, want %+v", i, got[i], w.diagnostic)
		}
		for _, fragment := range w.says {
			if !strings.Contains(got[i].Detail, fragment) {
				t.Errorf("%q does not say %q", got[i].Detail, fragment)
			}
		}
	}
}

// must takes a value and an error, and returns the value or ends the test.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// expectNot fails if the text contains the fragment.
func expectNot(t testing.TB, text, fragment string) {
	t.Helper()
	if strings.Contains(text, fragment) {
		t.Errorf("%q says %q", text, fragment)
	}
}
