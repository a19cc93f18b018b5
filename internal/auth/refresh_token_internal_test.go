// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// chainSource begins with the refresh token "token".
func chainSource(redeem redeemer) *refreshTokenSource {
	return newChainSource(Config{RefreshToken: "token"}.normalised(), app{}, redeem)
}

// A redemption has no caller's deadline, so it needs one of its own.
func TestRefreshToken_SharedRedemptionHasALimitOfItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan time.Duration, 1)
		started := time.Now()
		source := chainSource(func(ctx context.Context, _, _ string) (redeemed, *Error) {
			<-ctx.Done()
			ended <- time.Since(started)
			return redeemed{}, msalFailure("sign in", ctx.Err(), redactor{})
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := source.Token(ctx, TokenRequest{}); err == nil || time.Since(started) != time.Second {
			t.Errorf("the caller got %v after %s, want an error after its own second", err,
				time.Since(started))
		}
		if got := <-ended; got != renewalLimit {
			t.Errorf("the redemption ended after %s, want %s", got, renewalLimit)
		}
	})
}

// Callers with different requests wait for each other. Who comes second takes what the first one
// brought.
func TestRefreshToken_RenewalLooksIntoMemoryFirst(t *testing.T) {
	t.Parallel()
	source := chainSource(func(context.Context, string, string) (redeemed, *Error) {
		t.Error("redeemed, though a good token is there")
		return redeemed{}, &Error{}
	})
	source.shared.keep(redeemed{accessToken: "new", life: time.Hour}, "")
	token, err := source.shared.renew(t.Context(), TokenRequest{Rejected: "old"})
	if token.Value != "new" || err != nil {
		t.Errorf("got token %q, error %v", token.Value, err)
	}
}

// A failure that may pass is not remembered, but callers that wait together share it.
func TestRefreshToken_ConcurrentCallersShareAFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var redemptions atomic.Int32
		gate := make(chan struct{})
		source := chainSource(func(context.Context, string, string) (redeemed, *Error) {
			redemptions.Add(1)
			<-gate
			return redeemed{}, &Error{StatusCode: 503}
		})
		var callers sync.WaitGroup
		for range 50 {
			callers.Go(func() {
				if _, err := source.Token(t.Context(), TokenRequest{}); err == nil {
					t.Error("got a token")
				}
			})
		}
		synctest.Wait() // all of them wait for the redemption
		close(gate)
		callers.Wait()
		if got := redemptions.Load(); got != 1 {
			t.Errorf("%d redemptions, want 1", got)
		}
	})
}
