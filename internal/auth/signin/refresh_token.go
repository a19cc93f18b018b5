// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"context"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/tokencache"
)

// refreshTokenSource gets App+User tokens for one service with a refresh token (Secure Application
// Model), from the configuration or the token cache.
type refreshTokenSource struct {
	*redemptions
	service auth.Audience
	shared  sharedToken
}

var _ auth.TokenSource = (*refreshTokenSource)(nil)

func refreshTokenSources(cfg Config) (func(auth.Audience) auth.TokenSource, error) {
	redemptions, err := newRedemptions(cfg)
	if err != nil {
		return nil, err
	}
	return func(service auth.Audience) auth.TokenSource { return redemptions.source(service) }, nil
}

func (r *redemptions) source(service auth.Audience) *refreshTokenSource {
	s := &refreshTokenSource{redemptions: r, service: service}
	s.shared = sharedToken{operation: r.app.Operation(), now: r.now, obtain: s.obtain,
		final: (*auth.Error).Final}
	return s
}

// Token returns the access token in memory while it is valid, then that of the token cache;
// otherwise it redeems the refresh token.
func (s *refreshTokenSource) Token(ctx context.Context, req auth.TokenRequest) (auth.Token, error) {
	return s.shared.token(ctx, req)
}

func (s *refreshTokenSource) obtain(ctx context.Context, req auth.TokenRequest) (entra.Redeemed,
	*auth.Error) {
	return s.withChain(ctx, func(saved *tokencache.Record, damage error) (entra.Redeemed, bool,
		*auth.Error) {
		key := tokencache.AccessTokenKey(s.app.TenantID, s.service.Scope)
		found, ok := saved.Serving(key, req, s.now().Add(renewBefore))
		if !ok {
			result, save, failure := s.redeemInto(ctx, saved, damage, s.service.Scope, req.Claims)
			return result, save, s.withConsent(failure)
		}
		s.observe(ctx, Redemption{Description: s.Description(), FromCache: true,
			ExpiresOn: found.ExpiresOn})
		return entra.Redeemed{AccessToken: found.Token, Life: found.ExpiresOn.Sub(s.now())}, false, nil
	})
}

// withConsent names the permission and the consent step in a refusal that lacks them. Package entra
// knows only the permission on Partner Center.
func (s *refreshTokenSource) withConsent(failure *auth.Error) *auth.Error {
	if failure == nil || !s.service.Additional || !failure.LacksConsent() {
		return failure
	}
	explained := *failure
	explained.Advice = s.service.AdviseConsent()
	return &explained
}

// String keeps the secrets out of formatted output.
func (s *refreshTokenSource) String() string { return "auth.TokenSource(" + s.app.Method + ")" }

// GoString keeps the secrets out of %#v.
func (s *refreshTokenSource) GoString() string { return s.String() }
