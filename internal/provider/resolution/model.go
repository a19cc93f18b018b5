// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// model is a plan or a state of a resource. It is all in which the resource for one decision and
// the resource for many differ.
type model[M any] interface {
	*M

	options() options

	// records are the decisions of a state, and of a plan that is applied. planned are those of a plan
	// that is being made: each shows what the state shows of its event.
	records() records
	planned(state *M) records

	// keep puts these decisions, and no others, into the model.
	keep(ctx context.Context, all records, diags *diag.Diagnostics)

	// configure takes over what the plan hides, and forget makes unknown what is computed.
	configure(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics)
	forget(ctx context.Context, diags *diag.Diagnostics)
}

// options are what holds for all decisions of a model.
type options struct {
	remembered

	subscription string
	scope        string    // tells which events the model can be about; empty if that is not known
	identified   bool      // it is known which events the model is about
	identity     any       // nil if the resource has none
	events       string    // all of them, in words
	at           path.Path // where warnings about the decisions stand
	reactivate   bool      // when they are destroyed
	timeouts     timeouts.Value
}

// record is one decision in a model, and what the model shows of its event.
type record interface {
	declaration() *declaration
	known() *shown

	// observe shows how Partner Center reports the event now.
	observe(ctx context.Context, e fraud.Event, diags *diag.Diagnostics)

	// review shows what the review of a new decision has found, and fill what its plan left unknown.
	// What the plan promised stays as promised: the next refresh brings newer facts.
	review(out fraud.Outcome)
	fill(out fraud.Outcome)

	// forgetSettlement says that an apply may change where the event stands.
	forgetSettlement()

	// movement is the event's last one as far as the state knows it.
	movement() fraud.Movement
}

// records are decisions by event id in lower case: case does not distinguish events.
type records map[string]record

// without returns the records that the other do not hold.
func (all records) without(other records) records {
	rest := records{}
	for id, r := range all {
		if _, stays := other[id]; !stays {
			rest[id] = r
		}
	}
	return rest
}

// ids are the events' ids in order, as the user spells them.
func (all records) ids() []string {
	var ids []string
	for _, r := range all {
		ids = append(ids, r.declaration().key.EventID)
	}
	slices.Sort(ids)
	return ids
}

// report makes an error of each decision that failed, or one of many. The intro is for many.
func (o options) report(c *connection.Connection, failed explain.Failures, intro string,
	diags *diag.Diagnostics) {
	if o.many {
		failed.Report("resolutions", c.Failures(), diags, intro)
		return
	}
	for _, err := range failed.Errors() {
		c.AddError(diags, err)
	}
}

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

// alertName is what stays the same about an event, in one line: which alert this is.
func alertName(e fraud.Event) types.String {
	e = e.InWholeSeconds()
	return attribute.Text(inOneLine(e.Severity, e.EventType,
		cmp.Or(e.CustomerFriendlyName, e.CustomerTenantID),
		attribute.Timestamp(e.EventTime).ValueString()))
}

// inOneLine joins what is known. Names come from customers, so what could play with a terminal is
// taken out.
func inOneLine(facts ...string) string {
	for i, fact := range facts {
		facts[i] = fraud.Printable(strings.Join(strings.Fields(fact), " "))
	}
	return strings.Join(slices.DeleteFunc(facts, func(s string) bool { return s == "" }), ", ")
}
