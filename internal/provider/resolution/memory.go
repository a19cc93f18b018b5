// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// Keys of private state. A refresh stores the movements of events that somebody else has moved, for
// the next plan, which makes no call.
const (
	memoryKey    = "memory"    // of one event: a *fraud.Memory
	movementKey  = "movement"  // of one event: a fraud.Movement
	memoriesKey  = "memories"  // of many: memories
	movementsKey = "movements" // of many: movements
)

// privateState is the part of Terraform's private state that this package needs.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// remembered is the form of a model's memories in private state: directly for one event, by id for
// many.
type remembered struct {
	many bool
	one  string // the id of the only event, in lower case, unless there are many
}

// recall returns the memories of the events, and their movements.
func (r remembered) recall(ctx context.Context, from privateState,
	diags *diag.Diagnostics) (memories, movements) {
	if r.many {
		return load[memories](ctx, from, memoriesKey, diags),
			load[movements](ctx, from, movementsKey, diags)
	}
	all := memories{}
	if one := load[*fraud.Memory](ctx, from, memoryKey, diags); one != nil {
		all[r.one] = *one
	}
	return all, movements{r.one: load[fraud.Movement](ctx, from, movementKey, diags)}
}

// remember stores the memories. The memory of a single event stays unchanged if there is no new
// one.
func (r remembered) remember(ctx context.Context, to privateState, all memories,
	diags *diag.Diagnostics) {
	if r.many {
		store(ctx, to, memoriesKey, all, diags)
	} else if one := all.of(r.one); one != nil {
		store(ctx, to, memoryKey, one, diags)
	}
}

// note stores the movements, unless there are none and never were.
func (r remembered) note(ctx context.Context, to privateState, all movements,
	diags *diag.Diagnostics) {
	key, noted := movementsKey, any(all)
	if !r.many {
		key, noted = movementKey, all[r.one]
	}
	before, d := to.GetKey(ctx, key)
	diags.Append(d...)
	if len(all) > 0 || len(before) > 0 {
		store(ctx, to, key, noted, diags)
	}
}

// load returns the value of a key in private state, or the zero value if it is missing or not ours.
func load[T any](ctx context.Context, from privateState, key string, diags *diag.Diagnostics) T {
	var kept, nothing T
	value, d := from.GetKey(ctx, key)
	diags.Append(d...)
	if len(value) == 0 || json.Unmarshal(value, &kept) != nil {
		return nothing
	}
	return kept
}

func store(ctx context.Context, to privateState, key string, v any, diags *diag.Diagnostics) {
	value, err := json.Marshal(v)
	if err != nil {
		fraudevents.Explain(err).AddTo(diags)
		return
	}
	diags.Append(to.SetKey(ctx, key, value)...)
}

// memories holds the memories of events, by event id in lower case.
type memories map[string]fraud.Memory

// of returns the memory of one event; nil if there is none.
func (m memories) of(id string) *fraud.Memory {
	if one, ok := m[id]; ok {
		return &one
	}
	return nil
}

// movements holds the movements of events that somebody else has moved, by event id in lower case.
type movements map[string]fraud.Movement
