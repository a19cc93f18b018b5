// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/url"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// loginLimit ends a sign-in in the browser that nobody finishes.
const loginLimit = 15 * time.Minute

// SignInWithBrowser signs a user in with the browser (authorization code with PKCE) and asks for
// MFA. openURL gets the address of the sign-in page and must return at once. The answer arrives at
// a port of this machine, so the app needs the redirect URI http://localhost. The function returns
// when the user has signed in, ctx ends, or 15 minutes have passed.
func (a App) SignInWithBrowser(ctx context.Context, scope string,
	openURL func(string) error) (Redeemed, *auth.Error) {
	ctx, cancel := context.WithTimeout(ctx, loginLimit)
	defer cancel()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return Redeemed{}, &auth.Error{
			Operation: a.Operation(), Problem: anatomy.Say("%v", err), Err: err,
			Advice: anatomy.Say("If no port of 127.0.0.1 can be opened, use %v. The browser sends its "+
				"answer to such a port.", anatomy.DeviceCode),
		}
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String()) // a TCP address has one
	redirectURI := "http://localhost:" + port                 // Entra ID ignores the port of localhost
	state, verifier := rand.Text()+rand.Text(), rand.Text()+rand.Text()
	answers, stop := serveRedirect(listener, state)
	defer stop()
	if err := openURL(a.signInURL(scope, redirectURI, state, verifier)); err != nil {
		return Redeemed{}, &auth.Error{
			Operation: a.Operation(), Problem: anatomy.Say("the browser cannot be opened: %s",
				auth.Redactor{}.Clean(err.Error())), Err: err,
			Advice: anatomy.Say("Use %v.", anatomy.DeviceCode),
		}
	}
	select {
	case <-ctx.Done():
		return Redeemed{}, a.noAnswer(ctx)
	case answer := <-answers:
		return a.redeemAnswer(ctx, answer, scope, redirectURI, verifier)
	}
}

// signInURL returns the address of the sign-in page: docs-dev/api.md, Sign-in. amr_values asks for
// MFA, as Microsoft's own Secure Application Model sample does; prompt keeps the browser from
// choosing the user who is already signed in.
func (a App) signInURL(scope, redirectURI, state, verifier string) string {
	challenge := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"client_id":             {a.ClientID},
		"response_type":         {"code"},
		"response_mode":         {"query"},
		"redirect_uri":          {redirectURI},
		"scope":                 {scope + " openid profile offline_access"},
		"state":                 {state},
		"code_challenge":        {base64.RawURLEncoding.EncodeToString(challenge[:])},
		"code_challenge_method": {"S256"},
		"prompt":                {"select_account"},
		"amr_values":            {"mfa"},
	}
	return a.Authority + "/" + a.TenantID + "/oauth2/v2.0/authorize?" + query.Encode()
}

func (a App) redeemAnswer(ctx context.Context, answer url.Values, scope, redirectURI,
	verifier string) (Redeemed, *auth.Error) {
	code := answer.Get("code")
	if code == "" {
		return Redeemed{}, a.refusedInBrowser(answer)
	}
	return a.exchange("", func(cache *seededCache) (msalResult, error) {
		client, err := a.msalClient(cache)
		if err != nil {
			return msalResult{}, err
		}
		return client.redeemCode(ctx, code, redirectURI, scope, verifier)
	}, code, verifier)
}

// refusedInBrowser turns the error in an answer into an *auth.Error.
func (a App) refusedInBrowser(answer url.Values) *auth.Error {
	description := answer.Get("error_description")
	reply := entraReply{
		Error:       answer.Get("error"),
		SubError:    answer.Get("error_subcode"),
		Description: description,
		Codes:       aadstsCodes(nil, description),
	}
	failure := reply.failure(a.Operation(), auth.Redactor{})
	if failure.Description == "" && failure.OAuthCode == "" {
		failure.Problem = anatomy.Say("the answer contains no code")
	}
	failure.Advice = hintFor(failure)
	return failure
}

func (a App) noAnswer(ctx context.Context) *auth.Error {
	return &auth.Error{
		Operation: a.Operation(),
		Problem:   anatomy.Say("no answer came from the browser (%s)", ctx.Err()),
		Advice: anatomy.Say("If the browser shows AADSTS50011, add the redirect URI "+
			"http://localhost to the app registration. If it runs on another machine, use %v.",
			anatomy.DeviceCode),
		Err: ctx.Err(),
	}
}
