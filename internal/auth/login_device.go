// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// LoginWithDeviceCode signs a user in on another device: show gets the text that tells where to
// enter which code. Only public clients can do that. It returns when the user has signed in, when
// the code has expired (15 minutes), or when ctx ends. Errors are of type *Error or *anatomy.Mistake.
func LoginWithDeviceCode(ctx context.Context, cfg Config, show func(message string)) (LoginResult,
	error) {
	cfg = cfg.normalised()
	registered, err := newApp(cfg, "a device code")
	if err != nil {
		return LoginResult{}, err
	}
	if !registered.credential.public {
		return LoginResult{}, anatomy.Wrong("must be that of a public client: a device code works for public "+
			"clients only, and a client credential (%s) is configured", registered.credentialKind).
			Do("Sign in with the browser, or use an app that allows public client flows and configure "+
				"no credential.").At(anatomy.ClientID, "")
	}
	got, failure := registered.redeemDeviceCode(ctx, show)
	if failure != nil {
		return LoginResult{}, failure
	}
	return registered.loginResult(got)
}

func (a app) redeemDeviceCode(ctx context.Context, show func(string)) (redeemed, *Error) {
	refusal := &lastRefusal{next: a.client.Transport}
	client := *a.client
	client.Transport = refusal
	a.client = &client
	got, failure := a.acquire("", func(cache *seededCache) (msalResult, error) {
		msal, err := a.publicClient(cache)
		if err != nil {
			return msalResult{}, err
		}
		code, err := msal.AcquireTokenByDeviceCode(ctx, []string{a.scope})
		if err != nil {
			return msalResult{}, err
		}
		show(code.Result.Message)
		return code.AuthenticationResult(ctx)
	})
	switch {
	case failure == nil:
		return got, nil
	case ctx.Err() != nil:
		return redeemed{}, requestFailure(a.operation(), ctx.Err(), redactor{})
	case errors.Is(failure, context.DeadlineExceeded):
		return redeemed{}, &Error{
			Operation: a.operation(), Problem: anatomy.Say("the code expired before it was entered"),
			Advice: anatomy.Say("Run the command again."),
		}
	case failure.StatusCode != 0 && refusal.reply != nil:
		return redeemed{}, replyError(a.operation(), refusal.reply, redactor{})
	}
	return redeemed{}, failure
}

// lastRefusal keeps the last reply with an error status. MSAL reads the body of such replies while
// it waits for the user, and does not put it back.
type lastRefusal struct {
	next  http.RoundTripper
	reply *http.Response // nil if the last reply was none
}

// RoundTrip implements http.RoundTripper.
func (t *lastRefusal) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	t.reply = nil
	if err != nil || resp.StatusCode < http.StatusBadRequest {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // the whole body has been read, or the error tells
	if err != nil {
		return nil, err
	}
	kept := *resp
	kept.Body = io.NopCloser(bytes.NewReader(body))
	t.reply = &kept
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
