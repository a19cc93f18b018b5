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

// attributes are those of a resolution as plain Go values. A nil is null; unknownYet is known only after apply.
type attributes map[string]any

const unknownYet = tftypes.UnknownValue

// with returns a copy with other values.
func (a attributes) with(changes ...attributes) attributes {
	a = maps.Clone(a)
	for _, c := range changes {
		maps.Copy(a, c)
	}
	return a
}

// valueOf makes a value of plain Go: nil, unknownYet, a string, a bool, or a map of these.
func valueOf(typ tftypes.Type, v any) tftypes.Value {
	members, ok := v.(map[string]any)
	if !ok {
		return tftypes.NewValue(typ, v)
	}
	values := map[string]tftypes.Value{}
	switch typ := typ.(type) {
	case tftypes.Map:
		for name, m := range members {
			values[name] = valueOf(typ.ElementType, m)
		}
	case tftypes.Object:
		for name, t := range typ.AttributeTypes {
			values[name] = valueOf(t, members[name])
		}
	}
	return tftypes.NewValue(typ, values)
}

// plain is the reverse of valueOf.
func plain(t *testing.T, v tftypes.Value) any {
	t.Helper()
	if !v.IsKnown() {
		return unknownYet
	}
	if v.IsNull() {
		return nil
	}
	var err error
	switch typ := v.Type(); {
	case typ.Is(tftypes.String):
		var s string
		if err = v.As(&s); err == nil {
			return s
		}
	case typ.Is(tftypes.Bool):
		var b bool
		if err = v.As(&b); err == nil {
			return b
		}
	default:
		var members map[string]tftypes.Value
		if err = v.As(&members); err == nil {
			out := map[string]any{}
			for name, m := range members {
				out[name] = plain(t, m)
			}
			return out
		}
	}
	t.Fatal(err)
	return nil
}

func pack(t *testing.T, v tftypes.Value) *tfprotov6.DynamicValue {
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

// proposed is the state that Terraform proposes: the configuration, with prior values where it says nothing about
// what the provider can compute.
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

func members(t *testing.T, object tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	var m map[string]tftypes.Value
	if err := object.As(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

// state is what Terraform holds in its state; nil when it holds nothing.
func (s *session) state() attributes {
	s.t.Helper()
	return s.attributes(s.held.state)
}

func (s *session) attributes(object tftypes.Value) attributes {
	s.t.Helper()
	m, _ := plain(s.t, object).(map[string]any)
	return m
}

// expectAttributes compares some attributes of an object, and leaves the others alone.
func (s *session) expectAttributes(object tftypes.Value, want attributes) {
	s.t.Helper()
	all, got := s.attributes(object), attributes{}
	for name := range want {
		got[name] = all[name]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("attributes differ (-want +got):\n%s", diff)
	}
}

// expectNoChange fails unless the plan keeps the refreshed state as it is.
func (s *session) expectNoChange(p plan) {
	s.t.Helper()
	if diff := cmp.Diff(s.attributes(p.prior.state), s.attributes(p.state)); diff != "" {
		s.t.Errorf("the plan is not empty (-state +plan):\n%s", diff)
	}
}

// broken names the attributes whose promised value was not kept. An unknown value promises nothing.
func broken(t *testing.T, promised, kept tftypes.Value) []string {
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
	Severity, Summary, Path string
	detail                  string
}

// message is an expected diagnostic, with fragments of its detail.
type message struct {
	diagnostic
	says []string
}

func anError(summary, path string, says ...string) message {
	return message{diagnostic{Severity: "ERROR", Summary: summary, Path: path}, says}
}

func aWarning(summary, path string, says ...string) message {
	return message{diagnostic{Severity: "WARNING", Summary: summary, Path: path}, says}
}

func diagnosticsOf(diagnostics []*tfprotov6.Diagnostic) []diagnostic {
	var out []diagnostic
	for _, d := range diagnostics {
		o := diagnostic{Severity: d.Severity.String(), Summary: d.Summary, detail: d.Detail}
		if d.Attribute != nil {
			o.Path = strings.TrimSuffix(strings.TrimPrefix(d.Attribute.String(), `AttributeName("`), `")`)
		}
		out = append(out, o)
	}
	return out
}

func hasError(diagnostics []diagnostic) bool {
	return slices.ContainsFunc(diagnostics, func(d diagnostic) bool { return d.Severity == "ERROR" })
}

// expectDiagnostics compares all diagnostics, in order.
func expectDiagnostics(t *testing.T, got []diagnostic, want ...message) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d diagnostics, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		if got[i].Severity != w.Severity || got[i].Summary != w.Summary || got[i].Path != w.Path {
			t.Errorf("diagnostic %d is %+v, want %+v", i, got[i], w.diagnostic)
		}
		for _, fragment := range w.says {
			if !strings.Contains(got[i].detail, fragment) {
				t.Errorf("%q does not say %q", got[i].detail, fragment)
			}
		}
	}
}

// must takes a value and an error, and returns the value or ends the test.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
