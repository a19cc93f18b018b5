// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"
)

// BenchmarkResolutions_Protocol times Terraform's requests for one instance, without calls. If the
// framework logs at TRACE, its default, time grows with the square of the number of decisions.
func BenchmarkResolutions_Protocol(b *testing.B) {
	for _, level := range []string{"OFF", "TRACE"} {
		for _, n := range []int{1000, 4000} {
			i := newLargeInstance(b, n)
			for name, ask := range map[string]func(testing.TB){
				"validate":             i.check,
				"plan without changes": func(tb testing.TB) { tb.Helper(); i.change(tb, "Fraud") },
				"plan of one change":   func(tb testing.TB) { tb.Helper(); i.change(tb, "Ignore") },
			} {
				b.Run(fmt.Sprintf("%s/decisions=%d/framework log=%s", name, n, level), func(b *testing.B) {
					b.Setenv("TF_LOG_SDK_FRAMEWORK", level)
					b.ReportAllocs()
					for b.Loop() {
						ask(b)
					}
				})
			}
		}
	}
}

// TestResolutionsScale_PlanningAllocatesInProportionToTheDecisions fails if the framework copies
// all decisions for each of them.
//
//nolint:paralleltest // what others allocate would count
func TestResolutionsScale_PlanningAllocatesInProportionToTheDecisions(t *testing.T) {
	allocated := func(n int) uint64 {
		i := newLargeInstance(t, n)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		i.change(t, "Ignore")
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	few, many := allocated(500), allocated(2000)
	if ratio := float64(many) / float64(few); ratio > 5 {
		t.Errorf("planning 4 times as many decisions allocates %.1f times as much: %d and %d MB", ratio,
			few>>20, many>>20)
	}
}

// largeInstance is one instance in state with many decisions.
type largeInstance struct {
	*session
	server tfprotov6.ProviderServer
	n      int
}

// logged runs a test whose calls log like those of a provider process.
type logged struct{ testing.TB }

func (l logged) Context() context.Context {
	return tfsdklogtest.RootLogger(l.TB.Context(), io.Discard)
}

func newLargeInstance(tb testing.TB, n int) largeInstance {
	tb.Helper()
	c := newProtocolClient(logged{tb}, providersIn(nil))
	i := largeInstance{c.resource(resolutionsTypeName), c.server, n}
	i.ignoring = true // a plan does not include validation
	i.held.state = encodeValue(tb, i.resource.ValueType(), i.config("Fraud", true))
	return i
}

// config returns the instance from the configuration, or from state.
func (i largeInstance) config(reasonOfFirst string, state bool) object {
	all, named := map[string]any{}, map[string]any{}
	for k := range i.n {
		id := fmt.Sprintf("%s_%06d", subscriptionA, k)
		decision := resolved("Fraud")
		decision["annotations"] = map[string]any{"ticket": "SEC-1"}
		if k == 0 {
			decision = resolved(reasonOfFirst)
		}
		if state {
			decision["name"], decision["previous_status"] = standardLine(), "Active"
		}
		all[id], named[id] = decision, standardLine()
	}
	if !state {
		return decideAll(all)
	}
	return decideAll(all).with(object{"events": named, "unlisted_event_ids": []string{},
		"allow_overwrite": false, "allow_unlisted": false, "reactivate_on_destroy": false})
}

func (i largeInstance) check(tb testing.TB) {
	tb.Helper()
	if ds := i.validate(i.server, i.config("Fraud", false)); hasError(ds) {
		tb.Fatal(ds)
	}
}

func (i largeInstance) change(tb testing.TB, reasonOfFirst string) {
	tb.Helper()
	if p := i.planWith(i.server, i.config(reasonOfFirst, false)); hasError(p.diagnostics) {
		tb.Fatal(p.diagnostics)
	}
}
