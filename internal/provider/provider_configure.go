// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/buildinfo"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// ValidateConfig finds mistakes without credentials or a network.
func (p *partnerCenterProvider) ValidateConfig(_ context.Context,
	req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	given, _ := readProviderBlock(req.Config, &resp.Diagnostics)
	p.learn(given)
	addMistakes(&resp.Diagnostics, settings.Check(given, backend.CheckValue))
}

// Configure connects the provider without any call: the provider signs in at the first use.
func (p *partnerCenterProvider) Configure(ctx context.Context, req provider.ConfigureRequest,
	resp *provider.ConfigureResponse) {
	given, unknown := readProviderBlock(req.Config, &resp.Diagnostics)
	p.learn(given)
	ctx = discreetLog(ctx, p.Secrets())
	if resp.Diagnostics.HasError() {
		return
	}
	c := connection.New(unknown, fraudevents.Explain)
	if len(unknown) > 0 && req.ClientCapabilities.DeferralAllowed {
		resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
		return
	}
	if len(unknown) == 0 {
		p.connect(ctx, c, given, req.TerraformVersion, &resp.Diagnostics)
	}
	resp.DataSourceData = c
	resp.ResourceData = c
	resp.ActionData = c
	resp.ListResourceData = c
}

// connect fills in the connection. Whatever leaves this function obeys read_only.
func (p *partnerCenterProvider) connect(ctx context.Context, to *connection.Connection,
	given settings.Given, terraformVersion string, diags *diag.Diagnostics) {
	s, mistakes := settings.Resolve(given, p.environment.Lookup, backend.CheckValue)
	if unknown := settings.UnknownVariables(p.environment.Environ()); len(unknown) > 0 {
		diags.AddWarning("Unknown environment variable", strings.Join(unknown, "\n"))
	}
	if len(mistakes) > 0 {
		addMistakes(diags, mistakes)
		return
	}
	c, err := backend.Connect(s, backend.Options{
		UserAgent: fmt.Sprintf("HashiCorp Terraform/%s (+https://www.terraform.io) "+
			"terraform-provider-partnercenter/%s", terraformVersion, p.version),
		ObserveExchange: logExchange,
		ObserveSignIn:   logSignIn,
		Warn:            to.WarnLater,
	})
	if err != nil {
		explain.Of(err).AddTo(diags)
		return
	}
	log, err := openAuditLog(s, c, p.Secrets())
	if err != nil {
		explain.Of(err).AddTo(diags)
		return
	}
	logConnection(ctx, s, c, buildinfo.Read(p.version))
	services := connection.Services{Ledger: newLedger(s, c, log, p.ledger), Identify: c.Identify,
		PartnerCenter: c.PartnerCenter, Graph: c.Graph,
		ReadOnly: s.ReadOnly, Environment: c.Environment, API: c.API,
		Webhooks: webhooks.New(c.PartnerCenter), Budgets: budgets.New(c.PartnerCenter)}
	if log != nil {
		services.Record = log.Append
	}
	to.Connect(services)
}

// newLedger wraps the client with read-only mode and the audit log, if there is one.
func newLedger(s settings.Settings, c *backend.Connection, log *audit.Log,
	options []ledger.Option) *ledger.Ledger {
	service := c.Events
	if s.ReadOnly {
		service = ledger.ReadOnly(service)
	}
	if log == nil {
		return ledger.New(service, nil, options...)
	}
	return ledger.New(service, auditor(log, s.API), options...)
}

// openAuditLog returns nil if no audit log is configured.
func openAuditLog(s settings.Settings, c *backend.Connection, secrets anatomy.Secrets) (*audit.Log,
	error) {
	path := s.Text("audit_log_path")
	if path == "" {
		return nil, nil
	}
	log, err := audit.New(path,
		audit.Author{User: c.User, CorrelationID: c.CorrelationID, Now: time.Now,
			Hide: secrets.Hide})
	if err != nil {
		return nil, anatomy.Wrong("must name a file in an existing folder that this user can "+
			"write to: %v", anatomy.Unreadable(err)).At(anatomy.AuditLogPath, s.Origin("audit_log_path"))
	}
	return log, nil
}

// logConnection logs the chosen method and the origin of each value, but never a value.
func logConnection(ctx context.Context, s settings.Settings, c *backend.Connection,
	build buildinfo.Info) {
	fields := map[string]any{"method": c.Method, "client_credential": c.Credential,
		"read_only": s.ReadOnly, "api": string(s.API), "build": build.String()}
	for attribute, origin := range c.Origins {
		fields[attribute+"_from"] = origin
	}
	tflog.Info(ctx, "Partner Center sign-in configured", fields)
}

func logExchange(ctx context.Context, e transport.Exchange) {
	tflog.Debug(ctx, "HTTP attempt", map[string]any{
		"method":         e.Method,
		"url":            e.URL,
		"status":         e.StatusCode,
		"error":          e.Err,
		"attempt":        e.Attempt,
		"elapsed_ms":     e.Elapsed.Milliseconds(),
		"waited_ms":      e.Wait.Milliseconds(),
		"request_id":     e.RequestID,
		"correlation_id": e.CorrelationID,
	})
}

func logSignIn(ctx context.Context, e signin.Redemption) {
	tflog.Info(ctx, "signed in to Partner Center", map[string]any{
		"method":      e.Method,
		"tenant_id":   e.TenantID,
		"client_id":   e.ClientID,
		"from_rolled": e.FromRolled,
		"rolled":      e.Rolled,
		"expires_on":  e.ExpiresOn,
		"failed":      e.Err != nil,
	})
}

// auditor writes the Ledger's reports to the log.
func auditor(log *audit.Log, api settings.API) ledger.Auditor {
	return func(_ context.Context, r ledger.AuditRecord) error {
		record := newAuditRecord(r)
		if api != settings.PartnerCenter {
			record.API = string(api)
		}
		return log.Append(record)
	}
}

func newAuditRecord(r ledger.AuditRecord) audit.Record {
	record := audit.Record{
		SubscriptionID: r.Key.SubscriptionID,
		EventID:        r.Key.EventID,
		Result:         string(r.Result),
		Planned:        r.Planned,
		To:             newAuditStanding(r.To),
		Annotations:    r.Annotations,
		RequestID:      r.RequestID,
		Err:            r.Err,
	}
	if r.From != nil {
		record.From = newAuditStanding(*r.From)
	}
	return record
}

func newAuditStanding(s fraud.Standing) audit.Standing {
	return audit.Standing{Status: string(s.Status), Reason: string(s.Reason)}
}
