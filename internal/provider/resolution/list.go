// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/list/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

var (
	_ list.ListResourceWithConfigure      = (*resolutionList)(nil)
	_ list.ListResourceWithValidateConfig = (*resolutionList)(nil)
)

// NewList returns the list resource.
func NewList() list.ListResource { return &resolutionList{} }

// resolutionList finds fraud events for `terraform query`, each as the resolution of its import.
type resolutionList struct{ connection.Resource }

type resolutionListModel struct {
	fraudevents.FilterModel

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (r *resolutionList) Metadata(_ context.Context, req resource.MetadataRequest,
	resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event_resolution"
}

func (r *resolutionList) ListResourceConfigSchema(ctx context.Context,
	_ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	attributes := map[string]schema.Attribute{}
	for name, a := range fraudevents.FilterAttributes() {
		attributes[name] = a
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the fraud events of the partner's customers for `terraform " +
			"query`, so that decisions about them can be imported.",
		Attributes: attributes,
		Blocks: map[string]schema.Block{"timeouts": timeouts.BlockWithOpts(ctx, timeouts.Opts{
			ListDescription: attribute.DescribeTimeout("listing", attribute.DefaultReadTimeout),
		})},
	}
}

func (r *resolutionList) ValidateListResourceConfig(ctx context.Context,
	req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	var m resolutionListModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		m.Validate(path.Empty(), &resp.Diagnostics)
		attribute.CheckTimeouts(m.Timeouts.Object, &resp.Diagnostics)
	}
}

// List makes one listing when the results are pulled, and pushes the newest events first. It also
// pushes errors, as a result with only diagnostics.
func (r *resolutionList) List(ctx context.Context, req list.ListRequest,
	stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		var m resolutionListModel
		diags := req.Config.Get(ctx, &m)
		timeout := attribute.Timeout(ctx, m.Timeouts.List, attribute.DefaultReadTimeout, &diags)
		filter := m.Filter(ctx, &diags)
		to := r.Connection.Use(&diags)
		if diags.HasError() {
			push(list.ListResult{Diagnostics: diags})
			return
		}
		// No Open, because the results, which include the warnings, are also pushed within the timeout.
		ctx, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()

		selection, err := to.Ledger.Newest(ctx, filter, limitOf(req), importable)
		r.Connection.Warn(&diags)
		if err != nil {
			push(list.ListResult{Diagnostics: append(diags, fraudevents.Explain(err).Diagnostic())})
			return
		}
		fraudevents.WarnClassic(to.Ledger, filter, path.Empty(), &diags)
		warnSelection(&diags, selection)
		pushSelection(ctx, req, selection.Events, diags, push)
	}
}

// limitOf returns 0 for no limit. Terraform always sends a limit, 100 by default, and reads nothing
// if it is 0.
func limitOf(req list.ListRequest) int {
	return int(min(max(req.Limit, 0), math.MaxInt))
}

// pushSelection pushes a result for every event, until Terraform wants no more or the timeout ends.
// The first result includes the warnings about all events. Without results, it pushes only the
// warnings.
func pushSelection(ctx context.Context, req list.ListRequest, events []fraud.Event,
	about diag.Diagnostics, push func(list.ListResult) bool) {
	if len(events) == 0 && len(about) > 0 {
		push(list.ListResult{Diagnostics: about})
		return
	}
	for _, e := range events {
		if err := ctx.Err(); err != nil {
			push(list.ListResult{Diagnostics: diag.Diagnostics{fraudevents.Explain(err).Diagnostic()}})
			return
		}
		result := resolutionResult(ctx, req, e)
		result.Diagnostics = append(about, result.Diagnostics...)
		about = nil
		if !push(result) {
			return
		}
	}
}

const (
	summaryMoreMatch     = "More fraud events match than are listed"
	summaryNotImportable = "Fraud events that cannot be imported"
	summaryUndeclarable  = "Fraud event that no configuration can declare"
)

// resolutionResult returns the event as a result, with its ids in the service's spelling.
func resolutionResult(ctx context.Context, req list.ListRequest, e fraud.Event) list.ListResult {
	m := imported(ctx, resolutionIdentity{SubscriptionID: attribute.Exactly(e.SubscriptionID),
		EventID: attribute.Exactly(e.EventID)}, e)
	result := req.NewListResult(ctx)
	result.DisplayName = displayName(e)
	result.Diagnostics.Append(result.Identity.Set(ctx, m.identity())...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
		warnUndeclarable(&result.Diagnostics, e)
	}
	return result
}

// displayName helps people to choose an event: customer, type, severity, standing, and the time,
// which distinguishes similar events.
func displayName(e fraud.Event) string {
	return inOneLine(cmp.Or(e.CustomerFriendlyName, e.CustomerTenantID), e.EventType, e.Severity,
		e.Standing().String(), fraudevents.TimeText(e.EventTime))
}

// warnSelection warns about events that the results omit.
func warnSelection(diags *diag.Diagnostics, s ledger.NewestEvents) {
	if older := s.Matched - len(s.Events); older > 0 {
		diags.AddWarning(summaryMoreMatch, fmt.Sprintf(
			"%d fraud events match, and these are the newest %d. To list all, set `limit = %d` in the "+
				"`list` block (Terraform's default is 100), or filter.",
			s.Matched, len(s.Events), s.Matched))
	}
	if s.Unwanted > 0 {
		diags.AddWarning(summaryNotImportable, fmt.Sprintf(
			"Omitted %d of the matching fraud events, which have no subscription, or ids that an import "+
				"does not accept. To see them, use the data source `partnercenter_fraud_events`.", s.Unwanted))
	}
}

// importable reports whether an import accepts the ids.
func importable(key fraud.Key) bool {
	return fraud.CheckGUID(key.SubscriptionID) == nil && fraud.CheckEventID(key.EventID) == nil
}

// warnUndeclarable warns about an event that can be imported but whose generated configuration is
// invalid.
func warnUndeclarable(diags *diag.Diagnostics, e fraud.Event) {
	standing := e.Standing()
	if _, err := fraud.NewDecision(string(standing.Status), string(standing.Reason)); err == nil {
		return
	}
	diags.AddWarning(summaryUndeclarable, fmt.Sprintf(
		"Event %s is %q, which Microsoft does not document. You can import it, but "+
			"replace `status` and `reason` in the generated configuration with a decision.",
		e.Key, standing))
}
