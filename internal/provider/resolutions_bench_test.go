// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// BenchmarkResolutions_Protocol times what Terraform asks about one instance, without any call.
// With the framework's log at its default, which is TRACE, time grows with the square of the
// decisions.
func BenchmarkResolutions_Protocol(b *testing.B) {
	for _, level := range []string{"OFF", "TRACE"} {
		for _, n := range []int{1000, 4000} {
			i := newLargeInstance(b, n)
			for name, ask := range map[string]func(testing.TB){
				"validate":             i.validate,
				"plan without changes": func(tb testing.TB) { tb.Helper(); i.plan(tb, "Fraud") },
				"plan of one change":   func(tb testing.TB) { tb.Helper(); i.plan(tb, "Ignore") },
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

// TestResolutionsScale_PlanningAllocatesInProportionToTheDecisions would see the framework copy all
// decisions for each of them.
func TestResolutionsScale_PlanningAllocatesInProportionToTheDecisions(t *testing.T) { //nolint:paralleltest // what others allocate would count
	allocated := func(n int) uint64 {
		i := newLargeInstance(t, n)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		i.plan(t, "Ignore")
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
	server tfprotov6.ProviderServer
	typ    tftypes.Type
	n      int
}

func newLargeInstance(tb testing.TB, n int) largeInstance {
	tb.Helper()
	server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
	if err != nil {
		tb.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	return largeInstance{server: server, typ: schemas.ResourceSchemas[resolutionsTypeName].ValueType(),
		n: n}
}

// value is the instance as configured, or as it is in state.
func (i largeInstance) value(tb testing.TB, reasonOfFirst string,
	state bool) *tfprotov6.DynamicValue {
	tb.Helper()
	all, lines := map[string]any{}, map[string]any{}
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
		all[id] = decision
		lines[id] = standardLine()
	}
	instance := object{"subscription_id": subscriptionA, "resolutions": all}
	if state {
		instance["events"], instance["unlisted_event_ids"] = lines, []tftypes.Value{}
		instance["allow_overwrite"], instance["allow_unlisted"],
			instance["reactivate_on_destroy"] = false, false, false
	}
	v, err := tfprotov6.NewDynamicValue(i.typ, encodeValue(tb, i.typ, instance))
	if err != nil {
		tb.Fatal(err)
	}
	return &v
}

func (i largeInstance) validate(tb testing.TB) {
	tb.Helper()
	resp, err := i.server.ValidateResourceConfig(tfsdklogtest.RootLogger(tb.Context(), io.Discard),
		&tfprotov6.ValidateResourceConfigRequest{
			TypeName: resolutionsTypeName, Config: i.value(tb, "Fraud", false),
		})
	if err != nil || hasError(diagnosticsOf(resp.Diagnostics)) {
		tb.Fatal(err, resp)
	}
}

func (i largeInstance) plan(tb testing.TB, reasonOfFirst string) {
	tb.Helper()
	resp, err := i.server.PlanResourceChange(tfsdklogtest.RootLogger(tb.Context(), io.Discard),
		&tfprotov6.PlanResourceChangeRequest{
			TypeName: resolutionsTypeName, Config: i.value(tb, reasonOfFirst, false),
			PriorState: i.value(tb, "Fraud", true), ProposedNewState: i.value(tb, reasonOfFirst, true),
		})
	if err != nil || hasError(diagnosticsOf(resp.Diagnostics)) {
		tb.Fatal(err, resp)
	}
}
