// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// learn remembers the secrets of the provider block and of the environment.
func (p *partnerCenterProvider) learn(given settings.Given) {
	known := settings.Secrets(given, p.environment.Lookup)
	p.secrets.Store(&known)
}

// Secrets returns the secrets that the provider has learned.
func (p *partnerCenterProvider) Secrets() anatomy.Secrets {
	if known := p.secrets.Load(); known != nil {
		return *known
	}
	return anatomy.Secrets{}
}

// discreetServer hides the user's secrets in all diagnostics and logs of the provider, because a
// user may have written a secret in another place by mistake. It does not change values.
type discreetServer struct {
	wholeServer

	secrets func() anatomy.Secrets
}

// discreetLog hides the secrets in the provider's log.
func discreetLog(ctx context.Context, secrets anatomy.Secrets) context.Context {
	if forms := secrets.Forms(); len(forms) > 0 {
		return tflog.MaskLogStrings(ctx, forms...)
	}
	return ctx
}

// discreet makes a call whose response has diagnostics.
func discreet[Req, Resp any](ctx context.Context, s *discreetServer, req *Req,
	call func(context.Context, *Req) (*Resp, error)) (*Resp, error) {
	resp, err := call(discreetLog(ctx, s.secrets()), req)
	if err == nil {
		s.hideIn(resp)
	}
	return resp, err
}

// hideIn changes the field Diagnostics, if what it gets points to has one.
func (s *discreetServer) hideIn(said any) {
	field := reflect.ValueOf(said).Elem().FieldByName("Diagnostics")
	if !field.IsValid() {
		return
	}
	diagnostics, _ := field.Interface().([]*tfprotov6.Diagnostic)
	for _, d := range diagnostics {
		d.Summary, d.Detail = s.tame(d.Summary), s.tame(d.Detail)
	}
}

// tame hides secrets in a message, and keeps the service's text in it from acting as a command in
// the log of a job.
func (s *discreetServer) tame(message string) string {
	return untrusted.InLog(s.secrets().Hide(message))
}
