// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
)

const memoryKey = "registration"

// memory is our part of private state.
type memory struct {
	// Prior is what stood there before creation; nil if nothing did. After an import it is not known.
	Prior      *webhooks.Registration
	PriorKnown bool

	Ours    *webhooks.Registration // the last one that was written, adopted, or imported
	Pending *webhooks.Registration // sent, but not yet seen to take effect
}

type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// recall returns the memory; the zero value if there is none.
func recall(ctx context.Context, from privateState, diags *diag.Diagnostics) memory {
	value, found := from.GetKey(ctx, memoryKey)
	diags.Append(found...)
	var m memory
	if len(value) == 0 || json.Unmarshal(value, &m) != nil {
		return memory{}
	}
	return m
}

func (m memory) store(ctx context.Context, to privateState, diags *diag.Diagnostics) {
	value, err := json.Marshal(m)
	if err != nil {
		diags.AddError("Unexpected error", err.Error())
		return
	}
	diags.Append(to.SetKey(ctx, memoryKey, value)...)
}

// settled says that the registration is ours now.
func (m memory) settled(ours webhooks.Registration) memory {
	m.Ours, m.Pending = &ours, nil
	return m
}

// owns reports whether a registration is still the one that we know.
func (m memory) owns(found webhooks.Registration) bool { return meets(found, m.Ours) }

// sees returns the memory after the service has reported a registration: what was pending may have
// taken effect since.
func (m memory) sees(found webhooks.Registration) memory {
	if meets(found, m.Pending) {
		return m.settled(*m.Pending)
	}
	return m
}

func meets(found webhooks.Registration, want *webhooks.Registration) bool {
	return want != nil && found.Meets(*want)
}
