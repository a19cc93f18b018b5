// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"cmp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// shown is what both resources show of the event of a decision.
type shown struct {
	Name           types.String `tfsdk:"name"`
	PreviousStatus types.String `tfsdk:"previous_status"`
	Listed         types.Bool   `tfsdk:"listed"`
}

func (s *shown) known() *shown { return s }

// see shows a listed event.
func (s *shown) see(e fraud.Event) { s.Name, s.Listed = alertName(e), types.BoolValue(true) }

func (s *shown) review(out fraud.Outcome) {
	*s = shown{PreviousStatus: previousStatus(out), Listed: types.BoolValue(false)}
	if out.Action != fraud.Record {
		s.see(out.Event)
	}
}

func (s *shown) fill(out fraud.Outcome) {
	if s.PreviousStatus.IsUnknown() {
		s.PreviousStatus = previousStatus(out)
	}
}

// previousStatus is where an event stood when its decision was carried out, or would be by this
// review; null if it is not listed.
func previousStatus(out fraud.Outcome) types.String {
	if out.Action == fraud.Record {
		return types.StringNull()
	}
	return attribute.Text(out.Before.String())
}

// alertName is what stays the same about an event, in one line: which alert this is. Names come
// from customers, so what could play with a terminal is taken out.
func alertName(e fraud.Event) types.String {
	e = e.InWholeSeconds()
	customer := cmp.Or(e.CustomerFriendlyName, e.CustomerTenantID)
	var facts []string
	for _, fact := range []string{e.Severity, e.EventType, customer,
		attribute.Timestamp(e.EventTime).ValueString()} {
		if fact = strings.Join(strings.Fields(fact), " "); fact != "" {
			facts = append(facts, fraud.Printable(fact))
		}
	}
	return attribute.Text(strings.Join(facts, ", "))
}
