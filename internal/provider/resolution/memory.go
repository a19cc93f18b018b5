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
func noteMovement(ctx context.Context, private privateState, memory *fraud.Memory,
	e fraud.Event) diag.Diagnostics {
	var diags diag.Diagnostics
	_, before := load[fraud.Movement](ctx, private, movementKey, &diags)
	if before || !memory.Owns(e.Standing()) {
		store(ctx, private, movementKey, e.Movement(), &diags)
	}
	return diags
}

func recallMovement(ctx context.Context, private privateState,
	diags *diag.Diagnostics) fraud.Movement {
	m, _ := load[fraud.Movement](ctx, private, movementKey, diags)
	return m
}

// load returns what private state keeps, and whether it keeps anything. What something else has
// written is as good as nothing.
func load[T any](ctx context.Context, private privateState, key string, diags *diag.Diagnostics) (T,
	bool) {
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

// Keys of private state.
const (
	memoriesKey  = "memories"  // of each event
	movementsKey = "movements" // of the events that do not stand as left here
)

// memories are what is remembered of each event, by event id in lower case.
type memories map[string]fraud.Memory

// of is the memory of one event; nil if nothing is remembered.
func (m memories) of(id string) *fraud.Memory {
	if s, ok := m[id]; ok {
		return &s
	}
	return nil
}

func recallAll(ctx context.Context, private privateState, diags *diag.Diagnostics) memories {
	m, _ := load[memories](ctx, private, memoriesKey, diags)
	return m
}

func (m memories) remember(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	store(ctx, private, memoriesKey, m, diags)
}

// movements are those of the events that do not stand as left here, by event id in lower case. The
// refresh notes them for the plan that follows it, which makes no call.
type movements map[string]fraud.Movement

func recallMovements(ctx context.Context, private privateState, diags *diag.Diagnostics) movements {
	m, _ := load[movements](ctx, private, movementsKey, diags)
	return m
}

// note stores the movements, unless there are none and never were.
func (m movements) note(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	if _, before := load[movements](ctx, private, movementsKey, diags); before || len(m) > 0 {
		store(ctx, private, movementsKey, m, diags)
	}
}

// of is the movement of an event that was seen to stand as seen.
func (m movements) of(id string, seen fraud.Standing) fraud.Movement {
	if noted := m[id]; noted.Standing == seen {
		return noted
	}
	return fraud.Movement{Standing: seen}
}
