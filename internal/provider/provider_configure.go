// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// ValidateConfig finds what does not go together, without credentials and without a network.
func (p *partnerCenterProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var m providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if m.AccessToken.ValueString() != "" && m.RefreshToken.ValueString() != "" {
		resp.Diagnostics.AddAttributeError(path.Root("access_token"), summaryInvalidProvider,
			"`access_token` and `refresh_token` are two users to sign in as. Configure one of them.")
	}
}

// Configure connects the provider, without any call: signing in waits for the first use.
func (p *partnerCenterProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	c := &connection{unknown: m.unknowns()}
	if len(c.unknown) > 0 && req.ClientCapabilities.DeferralAllowed {
		resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
		return
	}
	if len(c.unknown) == 0 {
		c.ledger = p.connect(ctx, m, req.TerraformVersion, &resp.Diagnostics)
	}
	resp.DataSourceData = c
	resp.ResourceData = c
}

func (p *partnerCenterProvider) connect(ctx context.Context, m providerModel, terraformVersion string, diags *diag.Diagnostics) *fraud.Ledger {
	s := resolveSettings(m, p.environment, diags)
	if diags.HasError() {
		return nil
	}
	client, err := p.client(s, terraformVersion)
	if err != nil {
		s.addError(diags, err)
		return nil
	}
	s.log(ctx)
	return fraud.NewLedger(client)
}

func (p *partnerCenterProvider) client(s settings, terraformVersion string) (*partnercenter.Client, error) {
	cloud, err := auth.LookupCloud(s.environment)
	if err != nil {
		return nil, err
	}
	bundle, err := s.caBundle()
	if err != nil {
		return nil, &auth.ConfigError{Setting: "ca_bundle_path", Message: err.Error() + ". Give a file of PEM certificates that can be read."}
	}
	httpClient, err := transport.New(transport.Options{
		CABundle:  bundle,
		UserAgent: fmt.Sprintf("HashiCorp Terraform/%s (+https://www.terraform.io) terraform-provider-partnercenter/%s", terraformVersion, p.version),
		Observe:   logExchange,
	})
	if err != nil {
		return nil, &auth.ConfigError{Setting: "ca_bundle_path", Message: fmt.Sprintf("%s (%s). Give a file of PEM certificates and nothing else.",
			strings.TrimPrefix(err.Error(), "CA bundle: "), s.caBundlePath)}
	}
	retry := transport.RetryPolicy{MaxRetries: s.maxRetries}
	choice, err := auth.ChooseCredential(auth.CredentialSettings{ClientSecret: auth.Setting{Value: s.clientSecret, Origin: s.origins["client_secret"]}})
	if err != nil {
		return nil, err
	}
	credential, err := choice.New()
	if err != nil {
		return nil, err
	}
	tokens, err := auth.NewTokenSource(auth.Config{
		Cloud:         cloud,
		AuthorityHost: s.authorityHost,
		TenantID:      s.tenantID,
		ClientID:      s.clientID,
		Credential:    credential,
		RefreshToken:  s.refreshToken,
		AccessToken:   s.accessToken,
		HTTPClient:    retry.Client(httpClient),
		Observe:       logSignIn,
	})
	if err != nil {
		return nil, err
	}
	base := cloud.BaseURL
	if s.baseURL != "" {
		base = s.baseURL
	}
	return partnercenter.NewClient(partnercenter.Config{
		BaseURL:       base,
		Tokens:        tokens,
		HTTPClient:    httpClient,
		Retry:         retry,
		ClassicEvents: !s.newEventsModel,
		Warn:          func(ctx context.Context, message string) { tflog.Warn(ctx, message) },
	})
}

// addError puts an error of the configuration on the attribute that it is about.
func (s settings) addError(diags *diag.Diagnostics, err error) {
	var configErr *auth.ConfigError
	if !errors.As(err, &configErr) {
		diags.AddError(summaryInvalidProvider, err.Error())
		return
	}
	detail := about(s.name(configErr.Setting), configErr.Message)
	if configErr.Setting == "tenant_id" && s.tenantID == "" && s.armIgnored {
		detail += " ARM_TENANT_ID is set, but the ARM_* variables count only when no client id of this provider's own is configured, and " +
			s.origins["client_id"] + " is."
	}
	diags.AddAttributeError(path.Root(configErr.Setting), summaryInvalidProvider, detail)
}

// log says which method was chosen and where each value came from, never a value.
func (s settings) log(ctx context.Context) {
	fields := map[string]any{"method": "refresh_token"}
	if s.accessToken != "" {
		fields["method"] = "access_token"
	}
	for attribute, origin := range s.origins {
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

func logSignIn(ctx context.Context, e auth.SignIn) {
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
