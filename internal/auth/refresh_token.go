// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// renewBefore is how much life a token must have left to be handed out.
	renewBefore = 5 * time.Minute

	// redemptionLimit ends a redemption that nobody may be waiting for any more. It leaves room for every retry.
	redemptionLimit = 10 * time.Minute

	// refusalMemory is how long a refused sign-in is not tried again. One wrong secret would otherwise cost one request
	// for each resource of a configuration, and Entra ID blocks clients that repeat themselves (AADSTS50196).
	refusalMemory = time.Minute
)

// refreshTokenSource gets App+User tokens with a refresh token and a client credential (Secure Application Model).
type refreshTokenSource struct {
	app     app
	redeem  redeemer
	now     func() time.Time
	observe func(context.Context, SignIn)
	flight  singleflight.Group

	redeeming sync.Mutex // held during a redemption; guards chain
	chain     refreshChain

	mu      sync.Mutex // guards what follows; never held while waiting
	current issuedToken
	refused refusal
}

var _ TokenSource = (*refreshTokenSource)(nil)

// issuedToken is an access token, with what decides whether it still serves.
type issuedToken struct {
	Token
	renewAt time.Time
	claims  string // the claims challenge it was asked for with
}

// refusal is a sign-in that Entra ID refused for good.
type refusal struct {
	err    *Error
	claims string
	until  time.Time
}

func newRefreshTokenSource(cfg Config) (TokenSource, error) {
	for _, err := range []error{
		checkToken("refresh_token", cfg.RefreshToken),
		checkTenantID(cfg.TenantID),
		checkClientID(cfg.ClientID),
		checkAuthorityHost(cfg.AuthorityHost),
	} {
		if err != nil {
			return nil, err
		}
	}
	credential, err := secretCredential(cfg.ClientSecret)
	if err != nil {
		return nil, err
	}
	registered := app{
		authority:  strings.TrimRight(cfg.AuthorityHost, "/"),
		tenantID:   cfg.TenantID,
		clientID:   cfg.ClientID,
		scope:      cfg.Cloud.scope(),
		credential: credential,
		client:     guardedClient(cfg.HTTPClient),
	}
	return &refreshTokenSource{
		app:     registered,
		redeem:  registered.redeem,
		now:     cfg.Now,
		observe: cfg.Observe,
		chain:   refreshChain{configured: cfg.RefreshToken},
	}, nil
}

// Token returns the access token in memory while it serves, and otherwise redeems the refresh token. Callers with the
// same request share one redemption; it goes on when a caller leaves, because the others still want its result.
func (s *refreshTokenSource) Token(ctx context.Context, req TokenRequest) (Token, error) {
	if token, ok := s.cached(req); ok {
		return token, nil
	}
	if ctx.Err() != nil {
		return Token{}, s.gaveUp(ctx)
	}
	key := req.Rejected + "\n" + req.Claims
	results := s.flight.DoChan(key, func() (any, error) {
		return s.renew(context.WithoutCancel(ctx), req)
	})
	select {
	case <-ctx.Done():
		return Token{}, s.gaveUp(ctx)
	case result := <-results:
		token, ok := result.Val.(Token)
		if !ok {
			return Token{}, result.Err // never: renew returns a Token
		}
		return token, result.Err
	}
}

// cached returns the token in memory, if it is what the request wants.
func (s *refreshTokenSource) cached(req TokenRequest) (Token, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	serves := s.current.Value != "" && s.current.Value != req.Rejected &&
		s.now().Before(s.current.renewAt) &&
		(req.Claims == "" || req.Claims == s.current.claims)
	return s.current.Token, serves
}

// renew redeems the refresh token, unless an earlier redemption has meanwhile brought what the request wants.
func (s *refreshTokenSource) renew(ctx context.Context, req TokenRequest) (Token, error) {
	s.redeeming.Lock()
	defer s.redeeming.Unlock()
	if token, ok := s.cached(req); ok {
		return token, nil
	}
	if err := s.recentRefusal(req); err != nil {
		return Token{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, redemptionLimit)
	defer cancel()
	result, err := s.redeemChain(ctx, req.Claims)
	if err != nil {
		s.rememberRefusal(req, err)
		return Token{}, err
	}
	return s.keep(result, req.Claims), nil
}

// redeemChain tries the newest refresh token, and the configured one when the newest is refused. The caller holds redeeming.
func (s *refreshTokenSource) redeemChain(ctx context.Context, claims string) (redeemed, *Error) {
	var failure *Error
	for _, link := range s.chain.candidates() {
		result, err := s.redeem(ctx, link.token, claims)
		s.report(ctx, link, result, err)
		if err == nil {
			s.chain.succeeded(link, result.rolled)
			return result, nil
		}
		failure = err
		if err.OAuthCode != "invalid_grant" {
			break
		}
	}
	return redeemed{}, failure
}

// keep puts a new access token into memory. Tokens that live shorter than twice renewBefore serve half their life:
// otherwise every call would redeem.
func (s *refreshTokenSource) keep(result redeemed, claims string) Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	expiresOn := s.now().Add(result.life)
	s.current = issuedToken{
		Token:   Token{Value: result.accessToken, ExpiresOn: expiresOn},
		renewAt: expiresOn.Add(-min(renewBefore, result.life/2)),
		claims:  claims,
	}
	s.refused = refusal{}
	return s.current.Token
}

func (s *refreshTokenSource) rememberRefusal(req TokenRequest, err *Error) {
	if !err.final() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = refusal{err: err, claims: req.Claims, until: s.now().Add(refusalMemory)}
}

// recentRefusal returns the refusal that answers the request too, or nil. It is an error, not an *Error, so that nil is nil.
func (s *refreshTokenSource) recentRefusal(req TokenRequest) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused.err == nil || s.refused.claims != req.Claims || !s.now().Before(s.refused.until) {
		return nil
	}
	return s.refused.err
}

func (s *refreshTokenSource) report(ctx context.Context, used link, result redeemed, failure *Error) {
	event := SignIn{Description: s.Description(), FromRolled: used.rolled}
	if failure != nil {
		event.Err = failure
	} else {
		event.Rolled = result.rolled != ""
		event.ExpiresOn = s.now().Add(result.life)
	}
	s.observe(ctx, event)
}

// gaveUp is the error of a caller whose own time is up. The redemption goes on without it.
func (s *refreshTokenSource) gaveUp(ctx context.Context) *Error {
	return &Error{
		Operation:   s.app.operation(),
		Description: "the caller stopped waiting for the sign-in service: " + ctx.Err().Error(),
		Err:         ctx.Err(),
	}
}

// Description names tenant and client as configured.
func (s *refreshTokenSource) Description() Description {
	return Description{Method: "refresh_token", TenantID: s.app.tenantID, ClientID: s.app.clientID}
}

// String keeps the secrets out of formatted output.
func (s *refreshTokenSource) String() string { return "auth.TokenSource(refresh_token)" }

// GoString keeps the secrets out of %#v.
func (s *refreshTokenSource) GoString() string { return s.String() }
