// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
)

// cliTokenSource takes the tokens of the Azure CLI's signed-in user. It is for development: the
// CLI's app, not the partner's, asks for the token, and its user needs a role and MFA like any
// other.
type cliTokenSource struct {
	run      CommandRunner
	tenantID string // empty leaves the tenant to the CLI
	service  auth.Audience
	now      func() time.Time
	shared   sharedToken
}

var _ auth.TokenSource = (*cliTokenSource)(nil)

func cliTokenSources(cfg Config) (func(auth.Audience) auth.TokenSource, error) {
	if cfg.TenantID != "" {
		if err := auth.CheckTenantID(cfg.TenantID); err != nil {
			return nil, err
		}
	}
	return func(service auth.Audience) auth.TokenSource {
		s := &cliTokenSource{run: cfg.AzureCLI, tenantID: cfg.TenantID, service: service, now: cfg.Now}
		s.shared = sharedToken{operation: s.operation(), now: cfg.Now, obtain: s.obtain,
			final: cliAnswered}
		return s
	}, nil
}

// Token returns the CLI's token. It asks for the token once and keeps it while it is valid.
func (s *cliTokenSource) Token(ctx context.Context, req auth.TokenRequest) (auth.Token, error) {
	return s.shared.token(ctx, req)
}

func (s *cliTokenSource) obtain(ctx context.Context, req auth.TokenRequest) (entra.Redeemed,
	*auth.Error) {
	if req.Claims != "" {
		failure := s.failure(anatomy.Say("the service requires a token with additional claims, which "+
			"the Azure CLI cannot get here"), s.signIn())
		failure.Claims = req.Claims
		return entra.Redeemed{}, failure
	}
	args := []string{"account", "get-access-token", "--resource", s.service.Resource, "--output",
		"json"}
	if s.tenantID != "" {
		args = append(args, "--tenant", s.tenantID)
	}
	stdout, stderr, err := s.run(ctx, args...)
	if err != nil {
		return entra.Redeemed{}, s.cliFailure(string(stderr), err)
	}
	reply, ok := parseCLIReply(stdout)
	if !ok {
		return entra.Redeemed{}, s.failure(anatomy.Say("its output is not the JSON of a token"),
			anatomy.Say("Check the output of `az account get-access-token`, and update the Azure CLI."))
	}
	claims, _ := auth.ParseClaims(reply.AccessToken)
	switch {
	case claims.AppOnly:
		return entra.Redeemed{}, s.failure(anatomy.Say("it is signed in as an app (a service "+
			"principal or a managed identity), and %s requires a user", s.service.Service), s.signIn())
	case reply.AccessToken == req.Rejected:
		return entra.Redeemed{}, s.failure(anatomy.Say("the service refused the token (HTTP 401), "+
			"and the Azure CLI returns the same one again"), s.signIn())
	}
	return entra.Redeemed{AccessToken: reply.AccessToken,
		Life: max(0, reply.expiry(claims).Sub(s.now()))}, nil
}

// cliAnswered reports whether another attempt soon is useless. Each attempt takes seconds.
func cliAnswered(failure *auth.Error) bool { return failure.Err == nil }

// cliReply is the output of `az account get-access-token`.
type cliReply struct {
	AccessToken string          `json:"accessToken"`
	ExpiresOn   string          `json:"expiresOn"`  // local time without a zone
	ExpiresUnix json.RawMessage `json:"expires_on"` // since CLI 2.54
}

func parseCLIReply(stdout []byte) (cliReply, bool) {
	var reply cliReply
	if json.Unmarshal(stdout, &reply) != nil || auth.CheckToken(reply.AccessToken) != nil {
		return cliReply{}, false
	}
	return reply, reply.AccessToken != ""
}

// expiry prefers the exact time. A token of unknown age counts as expired: it is used for this call
// and requested again for the next.
func (r cliReply) expiry(claims auth.Claims) time.Time {
	if at := auth.UnixTime(r.ExpiresUnix); !at.IsZero() {
		return at
	}
	if !claims.ExpiresOn.IsZero() {
		return claims.ExpiresOn
	}
	at, err := time.ParseInLocation("2006-01-02 15:04:05.999999", r.ExpiresOn, time.Local)
	if err != nil {
		return time.Time{}
	}
	return at
}

// cliFailure explains the CLI's complaint.
func (s *cliTokenSource) cliFailure(stderr string, err error) *auth.Error {
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return s.failure(anatomy.Say("the Azure CLI (az) was not found"), anatomy.Join(
			anatomy.Say("Install it (https://aka.ms/azure-cli), and check that az is in PATH."), s.signIn()))
	case errors.Is(err, context.DeadlineExceeded):
		failure := s.failure(anatomy.Say("the Azure CLI (az) did not answer in time"),
			anatomy.Say("Run `az account get-access-token --resource %s` to see what it waits for.",
				s.service.Resource))
		failure.Err = context.DeadlineExceeded
		return failure
	}
	failure := s.failure(anatomy.Say("the Azure CLI (az) failed (%q)",
		cmp.Or(cliComplaint(stderr), auth.Redactor{}.Clean(err.Error()))), s.signIn())
	for _, match := range regexp.MustCompile(`AADSTS(\d{4,9})\b`).FindAllStringSubmatch(stderr, 1) {
		if code, err := strconv.Atoi(match[1]); err == nil {
			failure.AADSTS = append(failure.AADSTS, code)
		}
	}
	return failure
}

// cliComplaint returns the line of the CLI's output that begins with ERROR, else the last one.
func cliComplaint(stderr string) string {
	var last string
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		if text, found := strings.CutPrefix(line, "ERROR:"); found {
			return auth.Redactor{}.Clean(text)
		}
		last = cmp.Or(line, last)
	}
	return auth.Redactor{}.Clean(last)
}

// signIn is the command that fixes most failures. Without the scope, az login signs in without the
// MFA that Partner Center requires.
func (s *cliTokenSource) signIn() anatomy.Text {
	tenant := ""
	if s.tenantID != "" {
		tenant = " --tenant " + s.tenantID
	}
	return anatomy.Say("Sign in as a user with the Admin agent role: "+
		"`az login%s --scope %s/.default`.", tenant, s.service.Resource)
}

func (s *cliTokenSource) operation() string { return "sign in with use_cli" }

func (s *cliTokenSource) failure(problem, advice anatomy.Text) *auth.Error {
	return &auth.Error{Operation: s.operation(), Problem: problem, Advice: advice}
}

// Description names the configured tenant; the client is the CLI's own.
func (s *cliTokenSource) Description() auth.Description {
	return auth.Description{Method: "use_cli", TenantID: s.tenantID}
}

// String keeps the token out of formatted output.
func (s *cliTokenSource) String() string { return "auth.TokenSource(use_cli)" }

// GoString keeps the token out of %#v.
func (s *cliTokenSource) GoString() string { return s.String() }
