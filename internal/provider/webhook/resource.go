// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

var (
	_ resource.ResourceWithConfigure      = (*registration)(nil)
	_ resource.ResourceWithIdentity       = (*registration)(nil)
	_ resource.ResourceWithImportState    = (*registration)(nil)
	_ resource.ResourceWithModifyPlan     = (*registration)(nil)
	_ resource.ResourceWithValidateConfig = (*registration)(nil)
)

// NewRegistration returns the resource.
func NewRegistration() resource.Resource { return &registration{} }

// registration declares the tenant's webhook registration.
type registration struct{ connection.Resource }

func (r *registration) Metadata(_ context.Context, req resource.MetadataRequest,
	resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_webhook_registration"
}

func (r *registration) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	attribute.CheckTimeouts(m.Timeouts.Object, &resp.Diagnostics)
	seen := map[string]string{}
	for _, name := range m.events() {
		folded := strings.ToLower(name)
		if other, twice := seen[folded]; twice {
			resp.Diagnostics.AddAttributeError(path.Root("webhook_events"), summaryTwice, fmt.Sprintf(
				"`webhook_events` contains %q and %q, which name the same event. Remove one of them.",
				other, name))
		}
		seen[folded] = name
	}
}

// service is the signed-in tenant's registration.
type service struct {
	*webhooks.Client

	connection *connection.Connection
	services   *connection.Services
	tenant     string
	diags      *diag.Diagnostics
	add        func(error)
}

// open begins an operation. The service is nil if that is impossible, or if the sign-in is for
// another tenant than that of the state. state is nil before there is one.
func (r *registration) open(ctx context.Context, diags *diag.Diagnostics, timeout time.Duration,
	state *model) (context.Context, *service, func()) {
	ctx, services, end := r.Connection.Open(ctx, diags, timeout)
	return ctx, r.signedIn(ctx, services, diags, state), end
}

func (r *registration) signedIn(ctx context.Context, services *connection.Services,
	diags *diag.Diagnostics, state *model) *service {
	if services == nil {
		return nil
	}
	add := func(err error) { r.Connection.AddError(diags, err) }
	who, err := services.Identify(ctx)
	if err != nil {
		add(err)
		return nil
	}
	if state != nil && !strings.EqualFold(who.TenantID, state.TenantID.ValueString()) {
		add(&otherTenantError{who.TenantID, state.TenantID.ValueString()})
		return nil
	}
	return &service{services.Webhooks, r.Connection, services, who.TenantID, diags, add}
}

const auditKind audit.Kind = "webhook_registration"

// logged is the form of a registration in the audit log.
type logged struct {
	WebhookURL        string   `json:"webhook_url"`
	WebhookEvents     []string `json:"webhook_events"`
	MSSignatureHeader *bool    `json:"signature_token_to_ms_signature_header"`
}

func logOf(r *webhooks.Registration) any {
	if r == nil {
		return nil
	}
	return logged{webhookurl.Redacted(r.URL), r.Events, r.MSSignatureHeader}
}

// audit writes the result of a write, or of its refusal.
func (s *service) audit(result ledger.AuditResult, from *webhooks.Registration,
	to webhooks.Registration, record audit.Record) {
	record.Kind, record.Result = auditKind, string(result)
	record.From, record.To = logOf(from), logOf(&to)
	s.services.Audit(s.diags, record)
}

// save writes, and audits the result.
func (s *service) save(ctx context.Context, from *webhooks.Registration,
	to webhooks.Registration) (webhooks.Registration, error) {
	saved, err := s.Save(ctx, from, to)
	s.audit(resultOf(err), from, to, audit.Record{RequestID: saved.RequestID, Err: err})
	return saved.Registration, err
}

// refuse audits and adds the error of a write that was not sent.
func (s *service) refuse(from *webhooks.Registration, to webhooks.Registration, planned bool,
	err error) {
	s.audit(ledger.AuditRefused, from, to, audit.Record{Planned: planned, Err: err})
	s.add(err)
}

// Results in the audit log.
func resultOf(err error) ledger.AuditResult {
	if errors.As(err, new(*webhooks.UnconfirmedError)) {
		return ledger.AuditUnconfirmed
	}
	return connection.ResultOf(err)
}
