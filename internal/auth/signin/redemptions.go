// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/tokencache"
)

// oldChain is the age of a refresh token at which the user gets a warning: it expires after 90
// days.
const oldChain = 60 * 24 * time.Hour

// redeemer is entra.App's Redeem, or a test's replacement.
type redeemer func(ctx context.Context, scope, refreshToken, claims string) (entra.Redeemed,
	*auth.Error)

// redemptions redeems the refresh tokens of one chain, one after the other, for all services.
type redemptions struct {
	app     entra.App
	redeem  redeemer
	now     func() time.Time
	observe func(context.Context, Redemption)
	warn    func(context.Context, string)
	file    *tokencache.File // nil keeps the chain in memory only

	mu    sync.Mutex   // held from reading the chain until its successor is saved
	chain refreshChain // guarded by mu
}

func newRedemptions(cfg Config) (*redemptions, error) {
	if mistake := auth.CheckToken(cfg.RefreshToken); mistake != nil {
		return nil, mistake.At(anatomy.RefreshToken, "")
	}
	method := "token_cache_path"
	if cfg.RefreshToken != "" {
		method = "refresh_token"
	}
	app, err := cfg.app(method)
	if err != nil {
		return nil, err
	}
	return redeemWith(cfg, app, app.Redeem), nil
}

func redeemWith(cfg Config, app entra.App, redeem redeemer) *redemptions {
	r := &redemptions{app: app, redeem: redeem, now: cfg.Now, observe: cfg.Observe, warn: cfg.Warn,
		chain: refreshChain{configured: cfg.RefreshToken}}
	if cfg.TokenCachePath != "" {
		r.file = tokencache.Open(cfg.TokenCachePath, cfg.Now)
	}
	return r
}

// withChain gives use the chain and its record, under the lock of the token cache. If the change
// cannot be saved, it only warns: the token is good, and the refresh token before the lost one
// stays valid.
func (r *redemptions) withChain(
	ctx context.Context,
	use func(saved *tokencache.Record, damage error) (entra.Redeemed, bool, *auth.Error),
) (result entra.Redeemed, failure *auth.Error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil || len(r.chain.candidates()) == 0 && r.file.HasNoFolder() {
		// There is nothing to read, and nothing will be saved: no folder is created.
		result, _, failure = use(&tokencache.Record{}, nil)
		return result, failure
	}
	err := r.file.Update(ctx, r.recordID(), func(saved *tokencache.Record, damage error) (save bool) {
		r.chain.adopt(saved)
		result, save, failure = use(saved, damage)
		return save
	})
	if err == nil {
		return result, failure
	}
	var notSaved *tokencache.NotSavedError
	if !errors.As(err, &notSaved) {
		return entra.Redeemed{}, err
	}
	r.warn(ctx, "The new refresh token is not in the token cache: "+err.Error())
	return result, nil
}

func (r *redemptions) recordID() string {
	return tokencache.RecordID(r.app.Host(), r.app.TenantID, r.app.ClientID)
}

// redeemInto redeems the chain and stores the outcome in the record. damage is the reason why the
// token cache counts as empty, if it does.
func (r *redemptions) redeemInto(ctx context.Context, saved *tokencache.Record, damage error,
	scope, claims string) (result entra.Redeemed, save bool, failure *auth.Error) {
	if len(r.chain.candidates()) == 0 {
		return entra.Redeemed{}, false, r.nobodySignedIn(damage)
	}
	if damage != nil {
		r.warn(ctx, r.file.Replaced(damage))
	}
	if r.file != nil {
		r.warnOfAge(ctx)
	}
	if result, failure = r.redeemChain(ctx, scope, claims); failure != nil {
		return entra.Redeemed{}, false, failure
	}
	r.chain.fileIn(saved, tokencache.AccessTokenKey(r.app.TenantID, scope), result, r.now())
	return result, true, nil
}

func (r *redemptions) nobodySignedIn(damage error) *auth.Error {
	if damage != nil {
		return &auth.Error{
			Operation: r.app.Operation(),
			Problem:   anatomy.Say("the token cache %s cannot be read: %v", r.file.Path, damage),
			Advice: anatomy.Say("Run `partnercenter login` with the same %v, %v, and %v to replace the "+
				"file, or restore it from a backup.", anatomy.TenantID, anatomy.ClientID,
				anatomy.TokenCachePath),
		}
	}
	return &auth.Error{
		Operation: r.app.Operation(),
		Problem: anatomy.Say("the token cache %s contains no sign-in for this tenant and client at %s",
			r.file.Path, r.app.Authority),
		Advice: anatomy.Say("Run `partnercenter login` with the same %v (in the same spelling), %v, "+
			"and %v, or set %v.", anatomy.TenantID, anatomy.ClientID, anatomy.TokenCachePath,
			anatomy.RefreshToken),
	}
}

func (r *redemptions) warnOfAge(ctx context.Context) {
	if r.chain.rolled == "" || r.chain.obtainedAt.IsZero() {
		return
	}
	if age := r.now().Sub(r.chain.obtainedAt); age > oldChain {
		r.warn(ctx, fmt.Sprintf("The refresh token in the token cache is %d days old, and refresh "+
			"tokens expire after 90 days. Use it more often, for example with `partnercenter rotate` in "+
			"a weekly job.",
			int(age/(24*time.Hour))))
	}
}

// redeemChain tries the newest refresh token. If that is refused, it tries the configured one.
func (r *redemptions) redeemChain(ctx context.Context, scope, claims string) (entra.Redeemed,
	*auth.Error) {
	var failure *auth.Error
	for _, link := range r.chain.candidates() {
		result, err := r.redeem(ctx, scope, link.token, claims)
		r.report(ctx, link, result, err)
		if err == nil {
			r.chain.succeeded(link, result.Rolled, r.now())
			return result, nil
		}
		failure = err
		if err.OAuthCode != "invalid_grant" {
			break
		}
	}
	return entra.Redeemed{}, failure
}

func (r *redemptions) report(ctx context.Context, used link, result entra.Redeemed,
	failure *auth.Error) {
	told := Redemption{Description: r.Description(), FromRolled: used.rolled}
	if failure != nil {
		told.Err = failure
	} else {
		told.Rolled = result.Rolled != ""
		told.ExpiresOn = r.now().Add(result.Life)
	}
	r.observe(ctx, told)
}

// Description names the configured tenant and client.
func (r *redemptions) Description() auth.Description {
	return auth.Description{
		Method:     r.app.Method,
		TenantID:   r.app.TenantID,
		ClientID:   r.app.ClientID,
		Credential: r.app.CredentialKind,
	}
}
