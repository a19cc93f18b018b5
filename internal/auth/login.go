// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// LoginResult is what a sign-in of the user brought. RefreshToken is secret.
type LoginResult struct {
	RefreshToken string
	Username     string    // empty if the tokens do not say
	TenantID     string    // as the tokens say, else as configured
	ClientID     string    // as configured
	MFA          *bool     // whether the user signed in with MFA; nil if the tokens do not say
	ObtainedAt   time.Time // of RefreshToken, which lives 90 days from then; zero if unknown
}

// String keeps the token out of formatted output.
func (r LoginResult) String() string {
	return "auth.LoginResult(" + firstOf(r.Username, "unknown user") + ", tenant " + r.TenantID +
		", client " + r.ClientID + ")"
}

// GoString keeps the token out of %#v.
func (r LoginResult) GoString() string { return r.String() }

// loginResult makes the result of a sign-in. Without a refresh token it is an error: that is what
// the sign-in was for.
func (a app) loginResult(got redeemed) (LoginResult, error) {
	if got.rolled == "" {
		return LoginResult{}, &Error{
			Operation: a.operation(),
			Problem:   anatomy.Say("the sign-in brought no refresh token"),
			Advice: anatomy.Say("Check the app registration: its redirect URI must be of the type " +
				"Web, or Mobile and desktop application, and no policy may forbid offline access."),
		}
	}
	if err := wrongTenant(a.method, got.accessToken, a.tenantID); err != nil {
		return LoginResult{}, err
	}
	return a.described(got, got.rolled, a.now()), nil
}

// described reads from the access token who signed in.
func (a app) described(got redeemed, refreshToken string, obtainedAt time.Time) LoginResult {
	claims, _ := ParseClaims(got.accessToken)
	return LoginResult{
		RefreshToken: refreshToken,
		Username:     claims.UPN,
		TenantID:     firstOf(claims.TenantID, a.tenantID),
		ClientID:     a.clientID,
		MFA:          claims.MFA,
		ObtainedAt:   obtainedAt,
	}
}

// PrepareLogin checks that SaveLogin has a place to write to. Errors are of type *Error or
// *anatomy.Mistake.
func PrepareLogin(ctx context.Context, cfg Config) error {
	return changeSaved(ctx, cfg, func(Config, *tokenStore, *record, error) bool { return false })
}

// SaveLogin files the result of a sign-in in the token cache of the configuration, in place of an
// earlier one of the same tenant and client. A provider that has the same refresh token configured
// goes on with it. Errors are of type *Error or *anatomy.Mistake.
func SaveLogin(ctx context.Context, cfg Config, result LoginResult) error {
	return changeSaved(ctx, cfg, func(cfg Config, store *tokenStore, saved *record,
		damage error) bool {
		if damage != nil {
			cfg.Warn(ctx, store.replaced(damage))
		}
		*saved = record{
			SeedSHA256:   seedHash(result.RefreshToken),
			RefreshToken: result.RefreshToken,
			ObtainedAt:   result.ObtainedAt,
			Username:     result.Username,
		}
		return true
	})
}

// changeSaved lets change work on what is saved of the configuration's tenant and client.
func changeSaved(ctx context.Context, cfg Config,
	change func(Config, *tokenStore, *record, error) (save bool)) error {
	cfg = cfg.normalised()
	registered, err := newApp(cfg, "token_cache_path")
	if err != nil {
		return err
	}
	if cfg.TokenCachePath == "" {
		return anatomy.Wrong("is missing: there is no file to keep the sign-in in").
			At(anatomy.TokenCachePath, "")
	}
	store := newTokenStore(cfg.TokenCachePath, cfg.Now)
	failure := store.update(ctx, registered.recordID(), func(saved *record, damage error) bool {
		return change(cfg, store, saved, damage)
	})
	if failure != nil {
		return failure
	}
	return nil
}

// Rotate redeems the newest refresh token, whether an access token is at hand or not, and hands out
// the one that takes its place. With TokenCachePath that one is also filed there; a failure to do
// so is told to Warn. If the reply brings no new token, the result is the one that was redeemed.
// Errors are of type *Error or *anatomy.Mistake.
func Rotate(ctx context.Context, cfg Config) (LoginResult, error) {
	cfg = cfg.normalised()
	if cfg.RefreshToken == "" && cfg.TokenCachePath == "" {
		return LoginResult{}, anatomy.Wrong("is missing, so there is nothing to rotate").
			Do("Set %v or %v.", anatomy.RefreshToken, anatomy.TokenCachePath).
			At(anatomy.RefreshToken, "")
	}
	s, err := newRefreshTokenSource(cfg)
	if err != nil {
		return LoginResult{}, err
	}
	got, failure := s.rotate(ctx)
	if failure != nil {
		return LoginResult{}, failure
	}
	if err := wrongTenant(s.app.method, got.accessToken, s.app.tenantID); err != nil {
		return LoginResult{}, err
	}
	return s.app.described(got, s.chain.newest(), s.chain.obtainedAt), nil
}

func (s *refreshTokenSource) rotate(ctx context.Context) (redeemed, *Error) {
	if s.store == nil {
		return s.redeemChain(ctx, "")
	}
	return s.withRecord(ctx, func(saved *record, damage error) (redeemed, bool, *Error) {
		return s.redeemInto(ctx, saved, damage, "")
	})
}
