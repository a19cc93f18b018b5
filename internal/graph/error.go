// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// Error is a failed call of Graph, with advice.
type Error struct {
	rest.CallError

	write writeKind
}

// writeKind says what a failed call would have written.
type writeKind int

const (
	noWrite writeKind = iota
	oneAlert
	batch
)

// newError adds what only Graph knows about a failed call.
func (c *Client) newError(r request, failed *rest.CallError) *Error {
	e := &Error{CallError: *failed, write: r.kind()}
	e.NotOurs = failed.Foreign
	e.Advice = c.advise(r, e)
	return e
}

// notMade is the error of a call that cannot be made.
func notMade(purpose rest.Purpose, err error) *Error {
	return &Error{CallError: rest.CallError{Service: names(), Purpose: purpose, Err: err}}
}

// isMissingMFA recognizes Graph's code for a sign-in without MFA (docs-dev/respond.md, Graph).
func isMissingMFA(code string) bool { return strings.EqualFold(code, "Unauthorized_MissingMFA") }

// advise returns nil if the cause, such as a failed sign-in, has better advice.
func (c *Client) advise(r request, e *Error) anatomy.Text {
	switch {
	case e.TooLong > 0:
		return anatomy.Say("Raise %v, or try again later. Graph asks for a wait of %v, which is longer "+
			"than the remaining time.", anatomy.Timeout, e.TooLong.Round(time.Second))
	case e.StatusCode == 0 || e.StatusCode/100 == 2:
		return c.adviseOnCause(e)
	case isMissingMFA(e.Code):
		return anatomy.Say("Sign in again with multifactor authentication (MFA), and store the new " +
			"refresh token. Graph requires MFA for partner security, and an app without a user has none.")
	case e.StatusCode/100 == 3, e.NotOurs && e.StatusCode/100 != 5:
		return anatomy.Say("Check %v and the proxy settings (HTTPS_PROXY, NO_PROXY). A proxy or another "+
			"server answered instead of Graph. Redirects are not followed.", anatomy.GraphBaseURL)
	}
	if r.advise != nil {
		if own := r.advise(e); own != nil {
			return own
		}
	}
	if e.StatusCode == http.StatusForbidden {
		return c.adviseOnForbidden("Admin agent, Security Administrator, or Security Reader")
	}
	return adviseOnStatus(e.StatusCode)
}

func (c *Client) adviseOnCause(e *Error) anatomy.Text {
	if errors.As(e.Err, new(*auth.Error)) {
		return nil
	}
	return anatomy.Say("Check %v, and that this machine reaches Microsoft Graph.",
		anatomy.GraphBaseURL)
}

// adviseOnForbidden names the permission and the role, because Graph does not say which is missing.
func (c *Client) adviseOnForbidden(roles string) anatomy.Text {
	role := anatomy.Say("The signed-in user needs the role %s.", roles)
	if c.cfg.Tokens.Description().Method == "use_cli" {
		return anatomy.Join(anatomy.Say("Set %v or %v instead of %v. The Azure CLI's own app does not "+
			"have the delegated permission %s of %s, and cannot get it.", anatomy.RefreshToken,
			anatomy.TokenCachePath, anatomy.UseCLI, c.cfg.Service.Permission, c.cfg.Service.Service), role)
	}
	return anatomy.Join(c.cfg.Service.AdviseConsent(), role)
}

func adviseOnStatus(status int) anatomy.Text {
	switch {
	case status == http.StatusUnauthorized:
		return anatomy.Say("Check that %v is the partner's own tenant, and sign in again with MFA. "+
			"Graph does not accept this sign-in.", anatomy.TenantID)
	case status == http.StatusTooManyRequests:
		return anatomy.Say("Try again later, or raise %v. Graph limits the rate of calls.",
			anatomy.MaxRetries)
	case status == http.StatusProxyAuthRequired:
		return anatomy.Say("Check the proxy settings of the environment (HTTPS_PROXY, NO_PROXY). The " +
			"proxy requires credentials.")
	case status >= http.StatusInternalServerError:
		return anatomy.Say("Try again later. If this persists, report the id to Microsoft Support. " +
			"Graph failed.")
	}
	return anatomy.Say("Report this to the authors of the provider. Graph does not accept the " +
		"request.")
}
