// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

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
