// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package connection_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

func TestOpen_HandsOutTheServicesForTheirTime(t *testing.T) {
	t.Parallel()
	book := ledger.New(nil, nil)
	c := connection.New(nil, explain.Of)
	c.Connect(connection.Services{Ledger: book})
	type beginner func(
		context.Context, *diag.Diagnostics, time.Duration,
	) (context.Context, *connection.Services, func())
	for name, begin := range map[string]beginner{
		"Open": c.Open, "OpenRefresh": c.OpenRefresh,
	} {
		var diags diag.Diagnostics
		before := time.Now()
		ctx, got, end := begin(t.Context(), &diags, time.Hour)
		deadline, _ := ctx.Deadline()
		if began := deadline.Add(-time.Hour); got == nil || got.Ledger != book ||
			began.Before(before) || began.After(time.Now()) {
			t.Errorf("%s: services %v until %v", name, got, deadline)
		}
		c.WarnLater(ctx, name+" is told something.")
		if end(); len(diags) != 1 || diags[0].Detail() != name+" is told something." {
			t.Errorf("%s: told %v", name, diags)
		}
		if !errors.Is(ctx.Err(), context.Canceled) {
			t.Errorf("%s: at the end the context has %v", name, ctx.Err())
		}
	}
}

func TestOpen_StopsAtAnErrorBefore(t *testing.T) {
	t.Parallel()
	c := connection.New(nil, explain.Of)
	c.Connect(connection.Services{Ledger: ledger.New(nil, nil)})
	diags := diag.Diagnostics{diag.NewErrorDiagnostic("Invalid value", "")}
	_, to, end := c.Open(t.Context(), &diags, time.Hour)
	defer end()
	if to != nil || len(diags) != 1 {
		t.Errorf("services %v, diagnostics %v", to, diags)
	}
}

// A refresh can leave state unchanged, so it only warns. All other operations that need Partner
// Center fail.
func TestOpen_ConfigurationNotKnown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*connection.Connection{
		"unknown": connection.New([]string{"tenant_id"}, explain.Of), "not configured": nil,
	} {
		var refreshed, diags diag.Diagnostics
		_, to, end := c.OpenRefresh(t.Context(), &refreshed, time.Hour)
		end()
		if to != nil || refreshed.HasError() || refreshed.WarningsCount() != 1 {
			t.Errorf("%s: refresh: services %v, diagnostics %v", name, to, refreshed)
		}
		_, to, end = c.Open(t.Context(), &diags, time.Hour)
		end()
		if to != nil || diags.ErrorsCount() != 1 {
			t.Fatalf("%s: services %v, diagnostics %v", name, to, diags)
		}
		if says := strings.Contains(diags[0].Detail(), "tenant_id"); says != (c != nil) {
			t.Errorf("%s: %s", name, diags[0].Detail())
		}
	}
}
