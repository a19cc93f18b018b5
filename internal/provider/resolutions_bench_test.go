// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// BenchmarkResolutions_Protocol times what Terraform asks about one instance. Planning and validating make no call.
// With the framework's trace log on, which is its default, time and memory grow with the square of the decisions.
func BenchmarkResolutions_Protocol(b *testing.B) {
	for _, level := range []string{"OFF", "TRACE"} {
		for _, n := range []int{1000, 4000} {
			b.Run(fmt.Sprintf("framework log=%s/decisions=%d", level, n), func(b *testing.B) {
				b.Setenv("TF_LOG_SDK_FRAMEWORK", level)
				benchmarkResolutions(b, n)
			})
		}
	}
}

func benchmarkResolutions(b *testing.B, n int) {
	b.Helper()
	s, err := emulator.Start(emulator.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // nothing is left to lose
	server, err := providersFor(s)["partnercenter"]()
	if err != nil {
		b.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(b.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		b.Fatal(err)
	}
	typ := schemas.ResourceSchemas[resolutionsTypeName].ValueType()
	dynamic := func(reasonOfFirst string, state bool) *tfprotov6.DynamicValue {
		resolutions, events := map[string]any{}, map[string]any{}
		for i := range n {
			id := fmt.Sprintf("2a7064fb-1e33-4007-974e-352cb3f2c805_%06d", i)
			resolutions[id] = map[string]any{"status": "Resolved", "reason": "Fraud", "annotations": map[string]any{"ticket": "SEC-1"}}
			if i == 0 {
				resolutions[id] = map[string]any{"status": "Resolved", "reason": reasonOfFirst}
			}
			events[id] = "High, NetworkConnectionsToCryptoMiningPools, Contoso, 2026-01-31T13:00:00Z"
		}
		all := map[string]any{"subscription_id": subscriptionA, "resolutions": resolutions}
		if state {
			all["events"], all["allow_overwrite"], all["allow_unlisted"], all["reactivate_on_destroy"] = events, false, false, false
			all["unlisted_event_ids"] = []tftypes.Value{}
		}
		v, err := tfprotov6.NewDynamicValue(typ, valueOf(typ, all))
		if err != nil {
			b.Fatal(err)
		}
		return &v
	}
	plan := func(b *testing.B, reason string) {
		prior, config, proposed := dynamic("Fraud", true), dynamic(reason, false), dynamic(reason, true)
		for b.Loop() {
			ctx := tfsdklogtest.RootLogger(b.Context(), io.Discard)
			resp, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
				TypeName: resolutionsTypeName, PriorState: prior, Config: config, ProposedNewState: proposed,
			})
			if err != nil || hasError(diagnosticsOf(resp.Diagnostics)) {
				b.Fatal(err, resp)
			}
		}
	}
	b.Run("validate", func(b *testing.B) {
		config := dynamic("Fraud", false)
		for b.Loop() {
			ctx := tfsdklogtest.RootLogger(b.Context(), io.Discard)
			resp, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: resolutionsTypeName, Config: config})
			if err != nil || hasError(diagnosticsOf(resp.Diagnostics)) {
				b.Fatal(err, resp)
			}
		}
	})
	b.Run("plan without changes", func(b *testing.B) { plan(b, "Fraud") })
	b.Run("plan of one change", func(b *testing.B) { plan(b, "Ignore") })
}
