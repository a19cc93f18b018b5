// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/url"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// loginLimit ends a sign-in in the browser that nobody finishes.
const loginLimit = 15 * time.Minute

// LoginWithBrowser signs a user in with the browser (authorization code with PKCE): openURL gets
// the address of the sign-in page and returns at once. MFA is asked for. The answer comes to a port
// of this machine, so the app needs the redirect URI http://localhost. It returns when the user has
// signed in, or when ctx or 15 minutes end. Errors are of type *Error or *anatomy.Mistake.
func LoginWithBrowser(ctx context.Context, cfg Config, openURL func(string) error) (LoginResult,
	error) {
	cfg = cfg.normalised()
	registered, err := newApp(cfg, "the browser")
	if err != nil {
		return LoginResult{}, err
	}
	got, failure := registered.signInWithBrowser(ctx, openURL)
	if failure != nil {
		return LoginResult{}, failure
	}
	return registered.loginResult(got)
}

func (a app) signInWithBrowser(ctx context.Context, openURL func(string) error) (redeemed, *Error) {
	ctx, cancel := context.WithTimeout(ctx, loginLimit)
	defer cancel()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return redeemed{}, &Error{
			Operation: a.operation(), Problem: anatomy.Say("%v", err), Err: err,
			Advice: anatomy.Say("The browser sends its answer to a port of 127.0.0.1. Where none can be "+
				"opened, use %v.", anatomy.DeviceCode),
		}
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String()) // a TCP address has one
	redirectURI := "http://localhost:" + port                 // Entra ID ignores the port of localhost
	state, verifier := rand.Text()+rand.Text(), rand.Text()+rand.Text()
	answers, stop := serveRedirect(listener, state)
	defer stop()
	if err := openURL(a.signInURL(redirectURI, state, verifier)); err != nil {
		return redeemed{}, &Error{
			Operation: a.operation(), Problem: anatomy.Say("the browser cannot be opened: %s",
				redactor{}.clean(err.Error())), Err: err,
			Advice: anatomy.Say("Use %v.", anatomy.DeviceCode),
		}
	}
	select {
	case <-ctx.Done():
		return redeemed{}, a.noAnswer(ctx)
	case answer := <-answers:
		return a.redeemAnswer(ctx, answer, redirectURI, verifier)
	}
}

// signInURL is the address of the sign-in page: docs-dev/api.md, Sign-in. amr_values asks for MFA,
// as Microsoft's own Secure Application Model sample does; prompt keeps the browser from taking
// whoever is signed in there.
func (a app) signInURL(redirectURI, state, verifier string) string {
	challenge := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"client_id":             {a.clientID},
		"response_type":         {"code"},
		"response_mode":         {"query"},
		"redirect_uri":          {redirectURI},
		"scope":                 {a.scope + " openid profile offline_access"},
		"state":                 {state},
		"code_challenge":        {base64.RawURLEncoding.EncodeToString(challenge[:])},
		"code_challenge_method": {"S256"},
		"prompt":                {"select_account"},
		"amr_values":            {"mfa"},
	}
	return a.authority + "/" + a.tenantID + "/oauth2/v2.0/authorize?" + query.Encode()
}

func (a app) redeemAnswer(ctx context.Context, answer url.Values, redirectURI,
	verifier string) (redeemed, *Error) {
	code := answer.Get("code")
	if code == "" {
		return redeemed{}, a.refusedInBrowser(answer)
	}
	return a.acquire("", func(cache *seededCache) (msalResult, error) {
		client, err := a.msalClient(cache)
		if err != nil {
			return msalResult{}, err
		}
		return client.redeemCode(ctx, code, redirectURI, a.scope, verifier)
	}, code, verifier)
}

// refusedInBrowser turns the error in an answer into an *Error.
func (a app) refusedInBrowser(answer url.Values) *Error {
	description := answer.Get("error_description")
	reply := entraReply{
		Error:       answer.Get("error"),
		SubError:    answer.Get("error_subcode"),
		Description: description,
		Codes:       aadstsCodes(nil, description),
	}
	failure := reply.failure(a.operation(), redactor{})
	if failure.Description == "" && failure.OAuthCode == "" {
		failure.Problem = anatomy.Say("the answer holds no code")
	}
	failure.Advice = hintFor(failure)
	return failure
}

func (a app) noAnswer(ctx context.Context) *Error {
	return &Error{
		Operation: a.operation(),
		Problem:   anatomy.Say("no answer came from the browser (%s)", ctx.Err()),
		Advice: anatomy.Say("If the browser shows AADSTS50011, add the redirect URI "+
			"http://localhost to the app registration. If it runs on another machine, use %v.",
			anatomy.DeviceCode),
		Err: ctx.Err(),
	}
}
