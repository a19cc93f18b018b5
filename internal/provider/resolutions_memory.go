// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Keys of private state.
const (
	memoriesKey = "memories"          // of each event
	settledKey  = "settled_elsewhere" // who has settled the events that do not stand as decided here
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

// settlements say how events stand and who has settled them when, by event id in lower case. The refresh notes them
// for the plan that follows it, which makes no call.
type settlements map[string]string

func recallSettlements(ctx context.Context, private privateState, diags *diag.Diagnostics) settlements {
	s, _ := load[settlements](ctx, private, settledKey, diags)
	return s
}

// note stores the settlements, unless there are none and never were.
func (s settlements) note(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	if _, before := load[settlements](ctx, private, settledKey, diags); before || len(s) > 0 {
		store(ctx, private, settledKey, s, diags)
	}
}
