// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
)

const (
	// renewBefore is the minimum remaining life of a token that is handed out.
	renewBefore = 5 * time.Minute

	// renewalLimit ends a renewal even if nobody waits for it. It leaves room for every retry.
	renewalLimit = 10 * time.Minute

	// refusalMemory is how long a refusal prevents another attempt. One wrong secret would otherwise
	// cause one request for each resource of a configuration, and Entra ID blocks clients that repeat
	// themselves (AADSTS50196).
	refusalMemory = time.Minute
)

// sharedToken keeps an access token in memory while it is valid, and lets concurrent callers share
// the renewal.
type sharedToken struct {
	operation string // for errors
	now       func() time.Time
	// never runs twice at once
	obtain func(ctx context.Context, req auth.TokenRequest) (entra.Redeemed, *auth.Error)
	// whether a repeated request soon is useless
	final func(*auth.Error) bool

	flight   singleflight.Group
	renewing sync.Mutex // held while obtain runs

	mu      sync.Mutex // guards the fields below; never held while waiting
	current issuedToken
	refused refusal
}

// issuedToken is an access token with the facts that decide whether it is still usable.
type issuedToken struct {
	auth.Token
	renewAt time.Time
	claims  string // the claims challenge it was asked for with
}

// refusal is a final refusal of a sign-in.
type refusal struct {
	err    *auth.Error
	claims string
	until  time.Time
}

// token returns the access token in memory while it is valid, and otherwise renews it. Callers with
// the same request share one renewal. It continues when a caller leaves, because others still want
// its result.
func (s *sharedToken) token(ctx context.Context, req auth.TokenRequest) (auth.Token, error) {
	if token, ok := s.cached(req); ok {
		return token, nil
	}
	if ctx.Err() != nil {
		return auth.Token{}, s.gaveUp(ctx)
	}
	key := req.Rejected + "\n" + req.Claims
	results := s.flight.DoChan(key, func() (any, error) {
		return s.renew(context.WithoutCancel(ctx), req)
	})
	select {
	case <-ctx.Done():
		return auth.Token{}, s.gaveUp(ctx)
	case result := <-results:
		token, ok := result.Val.(auth.Token)
		if !ok {
			return auth.Token{}, result.Err // cannot happen: renew returns an auth.Token
		}
		return token, result.Err
	}
}

// cached returns the token in memory if it satisfies the request.
func (s *sharedToken) cached(req auth.TokenRequest) (auth.Token, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	serves := s.current.Value != "" && s.current.Value != req.Rejected &&
		s.now().Before(s.current.renewAt) &&
		(req.Claims == "" || req.Claims == s.current.claims)
	return s.current.Token, serves
}

// renew obtains a token, unless an earlier renewal has already satisfied the request.
func (s *sharedToken) renew(ctx context.Context, req auth.TokenRequest) (auth.Token, error) {
	s.renewing.Lock()
	defer s.renewing.Unlock()
	if token, ok := s.cached(req); ok {
		return token, nil
	}
	if err := s.recentRefusal(req); err != nil {
		return auth.Token{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, renewalLimit)
	defer cancel()
	result, err := s.obtain(ctx, req)
	if err != nil {
		s.rememberRefusal(req, err)
		return auth.Token{}, err
	}
	return s.keep(result, req.Claims), nil
}

// keep stores a new access token in memory. A token with less than twice renewBefore to live is
// kept for half its life: otherwise every call would renew it.
func (s *sharedToken) keep(result entra.Redeemed, claims string) auth.Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	expiresOn := s.now().Add(result.Life)
	s.current = issuedToken{
		Token:   auth.Token{Value: result.AccessToken, ExpiresOn: expiresOn},
		renewAt: expiresOn.Add(-min(renewBefore, result.Life/2)),
		claims:  claims,
	}
	s.refused = refusal{}
	return s.current.Token
}

func (s *sharedToken) rememberRefusal(req auth.TokenRequest, err *auth.Error) {
	if !s.final(err) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = refusal{err: err, claims: req.Claims, until: s.now().Add(refusalMemory)}
}

// recentRefusal returns the refusal that also answers this request, or nil. The result is an error,
// not an *auth.Error, so that nil is nil.
func (s *sharedToken) recentRefusal(req auth.TokenRequest) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused.err == nil || s.refused.claims != req.Claims || !s.now().Before(s.refused.until) {
		return nil
	}
	return s.refused.err
}

// gaveUp is the error of a caller whose own time has ended. The renewal continues without it.
func (s *sharedToken) gaveUp(ctx context.Context) *auth.Error {
	return &auth.Error{
		Operation: s.operation,
		Problem:   anatomy.Say("the caller stopped waiting for the sign-in service: %v", ctx.Err()),
		Err:       ctx.Err(),
	}
}
