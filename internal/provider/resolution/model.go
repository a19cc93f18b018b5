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
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// model is a plan or a state of a resource. The two resources differ only in their models.
type model[M any] interface {
	*M

	options() options

	// records returns the decisions of a state or of a plan to apply. planned returns the decisions of
	// an unfinished plan: each shows the facts of its event from the state.
	records() records
	planned(state *M) records

	// keep sets the decisions of the model.
	keep(ctx context.Context, all records, diags *diag.Diagnostics)

	// configure restores attributes that the plan hides, and forget makes computed attributes unknown.
	configure(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics)
	forget(ctx context.Context, diags *diag.Diagnostics)
}

// options apply to all decisions of a model.
type options struct {
	remembered

	subscription string
	scope        string    // the common scope, in the state's spelling; empty if unknown
	identified   bool      // the events of the model are known
	identity     any       // nil if the resource has none
	events       string    // a phrase for all decisions
	at           path.Path // path of warnings about the decisions
	reactivate   bool      // on destroy
	timeouts     timeouts.Value
}

// record is one decision in a model, with the facts of its event in the model.
type record interface {
	declaration() *declaration
	known() *shown

	// observe sets the event's facts as Partner Center reports them now.
	observe(ctx context.Context, e fraud.Event, diags *diag.Diagnostics)

	// review sets the facts from the review of a new decision, and fill sets the facts that its plan
	// left unknown. Known values in the plan stay unchanged; the next refresh updates them.
	review(out fraud.Outcome)
	fill(out fraud.Outcome)

	// forgetMovement makes the attributes unknown that change with the event's standing.
	forgetMovement()

	// movement returns the event's last movement according to the state.
	movement() fraud.Movement
}

// records are decisions by event id in lower case, because ids are not case-sensitive.
type records map[string]record

// without returns the records that the others do not have.
func (all records) without(other records) records {
	rest := records{}
	for id, r := range all {
		if _, stays := other[id]; !stays {
			rest[id] = r
		}
	}
	return rest
}

// ids returns the event ids in order, in the user's spelling.
func (all records) ids() []string {
	var ids []string
	for _, r := range all {
		ids = append(ids, r.declaration().key.EventID)
	}
	slices.Sort(ids)
	return ids
}

// report adds an error about one failed decision, or one error about many. The intro is for many.
func (o options) report(c *connection.Connection, failed explain.Failures, intro string,
	diags *diag.Diagnostics) {
	if o.many {
		failed.Report("resolutions", fraudevents.SummaryDecisions, c.Failures(), diags, intro)
		return
	}
	for _, err := range failed.Errors() {
		c.AddError(diags, err)
	}
}

// shown holds the facts of an event that both resources show.
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

// previousStatus is the event's standing before its decision, or the one that this review found;
// null if the event is unlisted.
func previousStatus(out fraud.Outcome) types.String {
	if out.Action == fraud.Record {
		return types.StringNull()
	}
	return attribute.Text(out.Before.Standing.String())
}

// alertName identifies the alert in one line, with facts that do not change.
func alertName(e fraud.Event) types.String {
	e = e.InWholeSeconds()
	return attribute.Text(inOneLine(e.Severity, e.EventType,
		cmp.Or(e.CustomerFriendlyName, e.CustomerTenantID),
		attribute.Timestamp(e.EventTime).ValueString()))
}

// inOneLine joins the known facts. Names come from customers, so it removes characters that could
// manipulate a terminal.
func inOneLine(facts ...string) string {
	for i, fact := range facts {
		facts[i] = fraud.Printable(strings.Join(strings.Fields(fact), " "))
	}
	return strings.Join(slices.DeleteFunc(facts, func(s string) bool { return s == "" }), ", ")
}
