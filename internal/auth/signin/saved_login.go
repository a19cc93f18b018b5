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

// PrepareLogin checks that SaveLogin has a place to write to. Errors are of type *auth.Error or
// *anatomy.Mistake.
func PrepareLogin(ctx context.Context, cfg Config) error {
	return changeSaved(ctx, cfg, func(Config, *tokencache.File, *tokencache.Record,
		error) bool {
		return false
	})
}

// SaveLogin files the result of a sign-in in the token cache of the configuration, in place of an
// earlier one of the same tenant and client. A provider that has the same refresh token configured
// goes on with it. Errors are of type *auth.Error or *anatomy.Mistake.
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

// changeSaved lets change work on what is saved of the configuration's tenant and client.
func changeSaved(ctx context.Context, cfg Config,
	change func(Config, *tokencache.File, *tokencache.Record, error) (save bool)) error {
	cfg.RefreshToken = "" // whatever is configured beside it, what is saved begins its own chain
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

// Rotate redeems the newest refresh token, whether an access token is at hand or not, and hands out
// the one that takes its place. With TokenCachePath that one is also filed there; a failure to do
// so is told to Warn. If the reply brings no new token, the result is the one that was redeemed.
// Errors are of type *auth.Error or *anatomy.Mistake.
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
