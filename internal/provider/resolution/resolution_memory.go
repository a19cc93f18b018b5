// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// Keys of the private state of one event.
const (
	memoryKey   = "memory"
	movementKey = "movement" // how the refresh saw an event move that does not stand as left here
)

// privateState is the part of Terraform's private state that the memory needs.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func remember(ctx context.Context, private privateState, m fraud.Memory) diag.Diagnostics {
	var diags diag.Diagnostics
	store(ctx, private, memoryKey, m, &diags)
	return diags
}

// recall returns nil if nothing is remembered.
func recall(ctx context.Context, private privateState) (*fraud.Memory, diag.Diagnostics) {
	var diags diag.Diagnostics
	m, ok := load[fraud.Memory](ctx, private, memoryKey, &diags)
	if !ok {
		return nil, diags
	}
	return &m, diags
}

// noteMovement keeps who moved an event that does not stand as left here, for the plan that follows
// the refresh and makes no call.
func noteMovement(ctx context.Context, private privateState, memory *fraud.Memory, e fraud.Event) diag.Diagnostics {
	var diags diag.Diagnostics
	_, before := load[fraud.Movement](ctx, private, movementKey, &diags)
	if before || !memory.Owns(e.Standing()) {
		store(ctx, private, movementKey, e.Movement(), &diags)
	}
	return diags
}

func recallMovement(ctx context.Context, private privateState, diags *diag.Diagnostics) fraud.Movement {
	m, _ := load[fraud.Movement](ctx, private, movementKey, diags)
	return m
}

// load returns what private state keeps, and whether it keeps anything. What something else has written is as good as
// nothing.
func load[T any](ctx context.Context, private privateState, key string, diags *diag.Diagnostics) (T, bool) {
	var loaded, nothing T
	value, d := private.GetKey(ctx, key)
	diags.Append(d...)
	if len(value) == 0 || json.Unmarshal(value, &loaded) != nil {
		return nothing, false
	}
	return loaded, true
}

func store(ctx context.Context, private privateState, key string, v any, diags *diag.Diagnostics) {
	value, err := json.Marshal(v)
	if err != nil {
		explain.AddError(diags, err)
		return
	}
	diags.Append(private.SetKey(ctx, key, value)...)
}
