// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"cmp"
	"context"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// accessTokenSource hands out its one token until that token is known to be useless.
type accessTokenSource struct {
	token   auth.Token
	claims  auth.Claims // zero if the token is not a JWT
	service auth.Audience
	now     func() time.Time
}

var _ auth.TokenSource = (*accessTokenSource)(nil)

func accessTokenSources(cfg Config) (func(auth.Audience) auth.TokenSource, error) {
	if mistake := auth.CheckToken(cfg.AccessToken); mistake != nil {
		return nil, mistake.At(anatomy.AccessToken, "")
	}
	claims, _ := auth.ParseClaims(cfg.AccessToken)
	token := auth.Token{Value: cfg.AccessToken, ExpiresOn: claims.ExpiresOn}
	return func(service auth.Audience) auth.TokenSource {
		return &accessTokenSource{token: token, claims: claims, service: service, now: cfg.Now}
	}, nil
}

// Token returns the ready token. If the token was refused, has expired, or is plainly meant for
// another service, it returns an error, so that the user reads the reason and not a bare 401. The
// service decides whether MFA is missing.
func (s *accessTokenSource) Token(_ context.Context, req auth.TokenRequest) (auth.Token, error) {
	now, other := s.now(), s.service.OtherService(s.claims.Audience)
	switch {
	case s.expired(now):
		return auth.Token{}, s.failure(anatomy.Say("the token expired at %s (it is now %s)",
			s.token.ExpiresOn.Format(time.RFC3339), now.UTC().Format(time.RFC3339)), replaceByHand())
	case other != "":
		err := s.failure(anatomy.Say("the token's audience is %s (%s), but %s requires %s",
			cmp.Or(s.claims.Audience, "not known"), other, s.service.Service, s.service.Resource),
			s.otherToken())
		err.OtherService = true
		return auth.Token{}, err
	case req.Claims != "":
		err := s.failure(anatomy.Say("the service requires a token with additional claims, which an "+
			"existing token cannot get"), replaceByHand())
		err.Claims = req.Claims
		return auth.Token{}, err
	case req.Rejected == s.token.Value:
		return auth.Token{}, s.failure(anatomy.Say("the service refused the token (HTTP 401)"),
			replaceByHand())
	}
	return s.token, nil
}

// otherToken is the advice for a token with another audience. An access token has one audience, so
// it cannot serve two services.
func (s *accessTokenSource) otherToken() anatomy.Text {
	if s.service.Additional {
		return anatomy.Say("Set %v or %v instead of %v. An access token serves only one service, and "+
			"this configuration needs tokens for %s, too.", anatomy.RefreshToken,
			anatomy.TokenCachePath, anatomy.AccessToken, s.service.Service)
	}
	return anatomy.Say("Get a token for %s, and check %v.", s.service.Scope, anatomy.Environment)
}

func replaceByHand() anatomy.Text {
	return anatomy.Say("Set %v to a new token, or use %v, which is renewed automatically.",
		anatomy.AccessToken, anatomy.RefreshToken)
}

func (s *accessTokenSource) expired(now time.Time) bool {
	return !s.token.ExpiresOn.IsZero() && !now.Before(s.token.ExpiresOn)
}

func (s *accessTokenSource) failure(problem, advice anatomy.Text) *auth.Error {
	return &auth.Error{Operation: "use access_token", Problem: problem, Advice: advice}
}

// Description names only the method, because tenant and client of a ready token are not configured.
func (*accessTokenSource) Description() auth.Description {
	return auth.Description{Method: "access_token"}
}

// String keeps the token out of formatted output.
func (s *accessTokenSource) String() string { return "auth.TokenSource(access_token)" }

// GoString keeps the token out of %#v.
func (s *accessTokenSource) GoString() string { return s.String() }
