// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// SignInWithDeviceCode signs a user in on another device. show gets a text with the code and where
// to enter it. Only public clients can use this flow. The function returns when the user has signed
// in, the code has expired (after 15 minutes), or ctx ends.
func (a App) SignInWithDeviceCode(ctx context.Context, scope string,
	show func(message string)) (Redeemed, *auth.Error) {
	refusal := &lastRefusal{next: a.Client.Transport}
	client := *a.Client
	client.Transport = refusal
	a.Client = &client
	got, failure := a.exchange("", func(cache *seededCache) (msalResult, error) {
		msal, err := a.publicClient(cache)
		if err != nil {
			return msalResult{}, err
		}
		code, err := msal.AcquireTokenByDeviceCode(ctx, []string{scope})
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
		return Redeemed{}, RequestFailure(a.Operation(), ctx.Err(), auth.Redactor{})
	case errors.Is(failure, context.DeadlineExceeded):
		return Redeemed{}, &auth.Error{
			Operation: a.Operation(), Problem: anatomy.Say("the code expired before it was entered"),
			Advice: anatomy.Say("Run the command again."),
		}
	case failure.StatusCode != 0 && refusal.reply != nil:
		return Redeemed{}, replyError(a.Operation(), refusal.reply, auth.Redactor{})
	}
	return Redeemed{}, failure
}

// lastRefusal keeps the last reply with an error status, because MSAL reads the body of such
// replies while it waits for the user, and does not restore it.
type lastRefusal struct {
	next  http.RoundTripper
	reply *http.Response // nil if the last reply succeeded
}

// RoundTrip implements http.RoundTripper.
func (t *lastRefusal) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	t.reply = nil
	if err != nil || resp.StatusCode < http.StatusBadRequest {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // the body has been read; its error says whether completely
	if err != nil {
		return nil, err
	}
	kept := *resp
	kept.Body = io.NopCloser(bytes.NewReader(body))
	t.reply = &kept
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
