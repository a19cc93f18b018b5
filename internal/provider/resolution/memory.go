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

// Keys of private state: for one decision, and for many by event id in lower case. A refresh notes
// the movements of events that do not stand as left here, for the plan that follows it and makes
// no call.
const (
	memoryKey    = "memory"    // a *fraud.Memory
	movementKey  = "movement"  // a fraud.Movement
	memoriesKey  = "memories"  // memories
	movementsKey = "movements" // movements
)

// privateState is the part of Terraform's private state that this package needs.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// recall returns what private state keeps under a key. What something else has written is as good
// as nothing, which is the zero value.
func recall[T any](ctx context.Context, private privateState, key string,
	diags *diag.Diagnostics) T {
	var kept, nothing T
	value, d := private.GetKey(ctx, key)
	diags.Append(d...)
	if len(value) == 0 || json.Unmarshal(value, &kept) != nil {
		return nothing
	}
	return kept
}

func remember(ctx context.Context, private privateState, key string, v any,
	diags *diag.Diagnostics) {
	value, err := json.Marshal(v)
	if err != nil {
		explain.AddError(diags, err)
		return
	}
	diags.Append(private.SetKey(ctx, key, value)...)
}

// note remembers the movements that a refresh has seen, unless there are none and never were.
func note(ctx context.Context, private privateState, key string, moved bool, v any,
	diags *diag.Diagnostics) {
	before, d := private.GetKey(ctx, key)
	diags.Append(d...)
	if moved || len(before) > 0 {
		remember(ctx, private, key, v, diags)
	}
}

// memories are what is remembered of each event, by event id in lower case.
type memories map[string]fraud.Memory

// of is the memory of one event; nil if nothing is remembered.
func (m memories) of(id string) *fraud.Memory {
	if one, ok := m[id]; ok {
		return &one
	}
	return nil
}

// movements are those of the events that do not stand as left here, by event id in lower case.
type movements map[string]fraud.Movement

// of is the movement of an event that was seen to stand as seen.
func (m movements) of(id string, seen fraud.Standing) fraud.Movement {
	if noted := m[id]; noted.Standing == seen {
		return noted
	}
	return fraud.Movement{Standing: seen}
}
