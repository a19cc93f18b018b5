// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"context"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/tokencache"
)

// PrepareLogin checks that SaveLogin has a place to write to, so that nobody signs in for nothing.
// Errors are of type *auth.Error or *anatomy.Mistake.
func PrepareLogin(ctx context.Context, cfg Config) error {
	return changeSaved(ctx, cfg, func(Config, *tokencache.File, *tokencache.Record, error) bool {
		return false
	})
}

// SaveLogin stores the result of a sign-in in the configured token cache, replacing an earlier one
// of the same tenant and client. A provider with the same refresh token in its configuration
// continues that chain. Errors are of type *auth.Error or *anatomy.Mistake.
func SaveLogin(ctx context.Context, cfg Config, result LoginResult) error {
	return changeSaved(ctx, cfg, func(cfg Config, file *tokencache.File,
		saved *tokencache.Record, damage error) bool {
		if damage != nil {
			cfg.Warn(ctx, file.Replaced(damage))
		}
		*saved = tokencache.Record{
			SeedSHA256:   tokencache.SeedHash(result.RefreshToken),
			RefreshToken: result.RefreshToken,
			ObtainedAt:   result.ObtainedAt,
			Username:     result.Username,
		}
		return true
	})
}

// changeSaved lets change edit the saved record of the configured tenant and client.
func changeSaved(ctx context.Context, cfg Config,
	change func(Config, *tokencache.File, *tokencache.Record, error) (save bool)) error {
	cfg.RefreshToken = "" // the saved record begins its own chain, whatever else is configured
	cfg = cfg.normalised()
	r, err := newRedemptions(cfg)
	if err != nil {
		return err
	}
	if r.file == nil {
		return anatomy.Wrong("is missing: there is no file for the sign-in").
			At(anatomy.TokenCachePath, "")
	}
	failure := r.file.Update(ctx, r.recordID(), func(saved *tokencache.Record, damage error) bool {
		return change(cfg, r.file, saved, damage)
	})
	if failure != nil {
		return failure
	}
	return nil
}

// Rotate redeems the newest refresh token, even if an access token is at hand, and returns its
// successor. With TokenCachePath, it also saves the successor there, and passes a failure to do so
// to Warn. If the reply has no new token, the result is the redeemed one. Errors are of type
// *auth.Error or *anatomy.Mistake.
func Rotate(ctx context.Context, cfg Config) (LoginResult, error) {
	cfg = cfg.normalised()
	if cfg.RefreshToken == "" && cfg.TokenCachePath == "" {
		return LoginResult{}, anatomy.Wrong("is missing, so there is nothing to rotate").
			Do("Set %v or %v.", anatomy.RefreshToken, anatomy.TokenCachePath).
			At(anatomy.RefreshToken, "")
	}
	r, err := newRedemptions(cfg)
	if err != nil {
		return LoginResult{}, err
	}
	got, failure := r.withChain(ctx, func(saved *tokencache.Record, damage error) (entra.Redeemed,
		bool, *auth.Error) {
		return r.redeemInto(ctx, saved, damage, cfg.Cloud.PartnerCenter().Scope, "")
	})
	if failure != nil {
		return LoginResult{}, failure
	}
	return whoSignedIn(r.app, got, r.chain.newest(), r.chain.obtainedAt)
}
