// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// accessTokenSource hands out the one token it was given, until that token is known to be of no
// use.
type accessTokenSource struct {
	token    Token
	claims   Claims // zero if the token is not a JWT
	resource string // the audience that Partner Center wants
	now      func() time.Time
}

var _ TokenSource = (*accessTokenSource)(nil)

func newAccessTokenSource(cfg Config) (TokenSource, error) {
	if mistake := checkToken(cfg.AccessToken); mistake != nil {
		return nil, mistake.At(anatomy.AccessToken, "")
	}
	claims, _ := ParseClaims(cfg.AccessToken)
	return &accessTokenSource{
		token:    Token{Value: cfg.AccessToken, ExpiresOn: claims.ExpiresOn},
		claims:   claims,
		resource: cfg.Cloud.Resource,
		now:      cfg.Now,
	}, nil
}

// Token returns the ready token. A token that is refused, expired, or plainly meant for another
// service is an error, so that the user reads the reason here and not a bare 401. Whether MFA is
// missing is the service's decision.
func (s *accessTokenSource) Token(_ context.Context, req TokenRequest) (Token, error) {
	now := s.now()
	switch {
	case s.expired(now):
		return Token{}, s.failure(anatomy.Say("the token expired at %s (it is now %s)",
			s.token.ExpiresOn.Format(time.RFC3339), now.UTC().Format(time.RFC3339)), replaceByHand())
	case otherService(s.claims.Audience, s.resource) != "":
		return Token{}, s.failure(anatomy.Say("the token's audience is %s (%s), but Partner Center "+
			"wants %s",
			s.claims.Audience, otherService(s.claims.Audience, s.resource), s.resource),
			anatomy.Say("Get a token for %s/user_impersonation, and check %v.", s.resource,
				anatomy.Environment))
	case req.Claims != "":
		err := s.failure(anatomy.Say("the service asks for a token with further claims, which a "+
			"ready token cannot get"), replaceByHand())
		err.Claims = req.Claims
		return Token{}, err
	case req.Rejected == s.token.Value:
		return Token{}, s.failure(anatomy.Say("the service refused the token (HTTP 401)"),
			replaceByHand())
	}
	return s.token, nil
}

func replaceByHand() anatomy.Text {
	return anatomy.Say("Get a new token and set it as %v, or use %v, which is renewed automatically.",
		anatomy.AccessToken, anatomy.RefreshToken)
}

func (s *accessTokenSource) expired(now time.Time) bool {
	return !s.token.ExpiresOn.IsZero() && !now.Before(s.token.ExpiresOn)
}

func (s *accessTokenSource) failure(problem, advice anatomy.Text) *Error {
	return &Error{Operation: "use access_token", Problem: problem, Advice: advice}
}

// Description names the method alone: tenant and client of a ready token are not configured.
func (s *accessTokenSource) Description() Description { return Description{Method: "access_token"} }

// String keeps the token out of formatted output.
func (s *accessTokenSource) String() string { return "auth.TokenSource(access_token)" }

// GoString keeps the token out of %#v.
func (s *accessTokenSource) GoString() string { return s.String() }

// otherService names the service that the audience belongs to, if it is certainly not Partner
// Center in this cloud. An unknown audience is left to the service to judge.
func otherService(audience, resource string) string {
	audience = strings.TrimRight(audience, "/")
	if strings.EqualFold(audience, resource) {
		return ""
	}
	switch audience = strings.ToLower(audience); audience {
	case "https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000":
		return "Microsoft Graph"
	case "https://graph.windows.net", "https://graph.chinacloudapi.cn",
		"00000002-0000-0000-c000-000000000000":
		return "Azure AD Graph, which is retired"
	case "https://management.azure.com", "https://management.core.windows.net":
		return "Azure Resource Manager"
	case "https://api.partner.microsoft.com", "4990cffe-04e8-4e8b-808a-1175604b879f":
		return "the Partner API for prices and referrals"
	}
	for _, cloud := range clouds() {
		if audience == cloud.Resource {
			return "Partner Center in the cloud " + cloud.Name
		}
	}
	return "" // among them fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd, the id of Partner Center's own app
}
