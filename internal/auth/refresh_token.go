// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// oldChain is the age of a refresh token at which the user is warned: it dies at 90 days.
const oldChain = 60 * 24 * time.Hour

// refreshTokenSource gets App+User tokens with a refresh token (Secure Application Model): a
// configured one, or one that is in the token cache.
type refreshTokenSource struct {
	app     app
	redeem  redeemer
	now     func() time.Time
	observe func(context.Context, SignIn)
	warn    func(context.Context, string)
	store   *tokenStore  // nil keeps the chain in memory only
	chain   refreshChain // guarded by shared, which obtains one token at a time
	shared  sharedToken
}

var _ TokenSource = (*refreshTokenSource)(nil)

func newRefreshTokenSource(cfg Config) (*refreshTokenSource, error) {
	if mistake := checkToken(cfg.RefreshToken); mistake != nil {
		return nil, mistake.At(anatomy.RefreshToken, "")
	}
	registered, err := newApp(cfg, cfg.chainMethod())
	if err != nil {
		return nil, err
	}
	return newChainSource(cfg, registered, registered.redeem), nil
}

// newChainSource takes the redeemer by itself, so that a test can take the place of the sign-in
// service.
func newChainSource(cfg Config, registered app, redeem redeemer) *refreshTokenSource {
	s := &refreshTokenSource{
		app:     registered,
		redeem:  redeem,
		now:     cfg.Now,
		observe: cfg.Observe,
		warn:    cfg.Warn,
		chain:   refreshChain{configured: cfg.RefreshToken},
	}
	if cfg.TokenCachePath != "" {
		s.store = newTokenStore(cfg.TokenCachePath, cfg.Now)
	}
	s.shared = sharedToken{operation: registered.operation(), now: cfg.Now, obtain: s.obtain,
		final: (*Error).final}
	return s
}

// Token returns the access token in memory while it serves, then that of the token cache, and
// otherwise redeems the refresh token.
func (s *refreshTokenSource) Token(ctx context.Context, req TokenRequest) (Token, error) {
	return s.shared.token(ctx, req)
}

func (s *refreshTokenSource) obtain(ctx context.Context, req TokenRequest) (redeemed, *Error) {
	if s.store == nil {
		return s.redeemChain(ctx, req.Claims)
	}
	key := accessTokenKey(s.app.tenantID, s.app.scope)
	return s.withRecord(ctx, func(saved *record, damage error) (result redeemed, save bool,
		failure *Error) {
		if result, ok := saved.accessToken(key, req, s.now()); ok {
			s.observe(ctx, SignIn{Description: s.Description(), FromCache: true,
				ExpiresOn: s.now().Add(result.life)})
			return result, false, nil
		}
		return s.redeemInto(ctx, saved, damage, req.Claims)
	})
}

// withRecord runs use under the lock of the token cache. A change that could not be saved is a
// warning only: the token is good, and the refresh token before the lost one stays valid.
func (s *refreshTokenSource) withRecord(
	ctx context.Context, use func(saved *record, damage error) (redeemed, bool, *Error),
) (redeemed, *Error) {
	var (
		result  redeemed
		failure *Error
	)
	if len(s.chain.candidates()) == 0 && s.store.hasNoFolder() {
		// There is nothing to read, and nothing to save will come of it: no folder is made.
		result, _, failure = use(&record{}, nil)
		return result, failure
	}
	err := s.store.update(ctx, s.app.recordID(), func(saved *record, damage error) (save bool) {
		s.chain.adopt(saved)
		result, save, failure = use(saved, damage)
		return save
	})
	if err == nil {
		return result, failure
	}
	var notSaved *notSavedError
	if !errors.As(err, &notSaved) {
		return redeemed{}, err
	}
	s.warn(ctx, "The new refresh token is not in the token cache: "+err.Error())
	return result, nil
}

// redeemInto redeems the chain and files the outcome in the record. damage is why the token cache
// counts as empty, if it does.
func (s *refreshTokenSource) redeemInto(ctx context.Context, saved *record, damage error,
	claims string) (result redeemed, save bool, failure *Error) {
	if len(s.chain.candidates()) == 0 {
		return redeemed{}, false, s.nobodySignedIn(damage)
	}
	if damage != nil {
		s.warn(ctx, s.store.replaced(damage))
	}
	s.warnOfAge(ctx)
	result, failure = s.redeemChain(ctx, claims)
	if failure != nil {
		return redeemed{}, false, failure
	}
	saved.keep(s.chain, accessTokenKey(s.app.tenantID, s.app.scope), result, s.now())
	return result, true, nil
}

func (s *refreshTokenSource) nobodySignedIn(damage error) *Error {
	if damage != nil {
		return &Error{
			Operation: s.app.operation(),
			Problem:   anatomy.Say("the token cache %s cannot be read: %v", s.store.path, damage),
			Advice: anatomy.Say("Run `partnercenter login` with the same %v, %v and %v, which writes "+
				"the file anew, or restore the file from a copy.", anatomy.TenantID, anatomy.ClientID,
				anatomy.TokenCachePath),
		}
	}
	return &Error{
		Operation: s.app.operation(),
		Problem: anatomy.Say("the token cache %s holds no sign-in for this tenant and client at %s",
			s.store.path, s.app.authority),
		Advice: anatomy.Say("Run `partnercenter login` with the same %v (spelled the same way), %v "+
			"and %v, or set %v.", anatomy.TenantID, anatomy.ClientID, anatomy.TokenCachePath,
			anatomy.RefreshToken),
	}
}

func (s *refreshTokenSource) warnOfAge(ctx context.Context) {
	if s.chain.rolled == "" || s.chain.obtainedAt.IsZero() {
		return
	}
	if age := s.now().Sub(s.chain.obtainedAt); age > oldChain {
		s.warn(ctx, fmt.Sprintf("The refresh token in the token cache is %d days old, and such "+
			"tokens die after 90. "+
			"Use it more often, for example with `partnercenter rotate` in a weekly job.",
			int(age/(24*time.Hour))))
	}
}

// redeemChain tries the newest refresh token, and the configured one when the newest is refused.
func (s *refreshTokenSource) redeemChain(ctx context.Context, claims string) (redeemed, *Error) {
	var failure *Error
	for _, link := range s.chain.candidates() {
		result, err := s.redeem(ctx, link.token, claims)
		s.report(ctx, link, result, err)
		if err == nil {
			s.chain.succeeded(link, result.rolled, s.now())
			return result, nil
		}
		failure = err
		if err.OAuthCode != "invalid_grant" {
			break
		}
	}
	return redeemed{}, failure
}

func (s *refreshTokenSource) report(ctx context.Context, used link, result redeemed,
	failure *Error) {
	event := SignIn{Description: s.Description(), FromRolled: used.rolled}
	if failure != nil {
		event.Err = failure
	} else {
		event.Rolled = result.rolled != ""
		event.ExpiresOn = s.now().Add(result.life)
	}
	s.observe(ctx, event)
}

// Description names tenant and client as configured.
func (s *refreshTokenSource) Description() Description {
	return Description{
		Method:     s.app.method,
		TenantID:   s.app.tenantID,
		ClientID:   s.app.clientID,
		Credential: s.app.credentialKind,
	}
}

// String keeps the secrets out of formatted output.
func (s *refreshTokenSource) String() string { return "auth.TokenSource(" + s.app.method + ")" }

// GoString keeps the secrets out of %#v.
func (s *refreshTokenSource) GoString() string { return s.String() }
