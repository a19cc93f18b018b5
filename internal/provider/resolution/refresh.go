// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// refreshed is what a refresh has seen of the event of one decision.
type refreshed struct {
	event    *fraud.Event // nil if it is not listed
	empty    bool         // no other event of the subscription is listed either
	moved    bool         // it does not stand as left here
	previous types.String // where it stood when it was decided
}

// refresh looks the event up. A decision that was sent before, and was not seen to take effect then,
// may have done so since.
func (d *declaration) refresh(ctx context.Context, book *ledger.Ledger,
	memory *fraud.Memory) (refreshed, error) {
	seen, err := book.Find(ctx, d.key)
	r := refreshed{event: seen.Event, empty: seen.Empty, previous: d.previous}
	if err != nil || seen.Event == nil {
		return r, err
	}
	standing := seen.Event.Standing()
	r.moved = !memory.Owns(standing)
	if from, ok := memory.TookEffect(standing); ok {
		r.previous = attribute.Text(from.String())
	}
	return r, nil
}
