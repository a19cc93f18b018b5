// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// serveAuthorize replaces the browser page: it signs in the seeded admin agent at once, and returns
// the code.
func (s *SignIn) serveAuthorize(w http.ResponseWriter, r *http.Request, _ string) {
	query := r.URL.Query()
	a := s.app(query.Get("client_id"))
	redirect, err := url.Parse(query.Get("redirect_uri"))
	switch {
	case a == nil:
		writeSignInPage(w, refuse(700016))
		return
	case err != nil || !isAppRedirect(redirect):
		writeSignInPage(w, refuse(50011)) // an unknown address gets no answer
		return
	}
	answer := url.Values{}
	if state := query.Get("state"); state != "" {
		answer.Set("state", state)
	}
	if code, refusal := s.authorizeApp(a, query); refusal != nil {
		answer.Set("error", refusal.code)
		answer.Set("error_description", fmt.Sprintf("AADSTS%d: %s", refusal.aadsts, refusal.text))
	} else {
		answer.Set("code", code)
	}
	if query.Get("response_mode") == "form_post" {
		writeFormPost(w, redirect.String(), answer)
		return
	}
	back := redirect.Query()
	for name := range answer {
		back.Set(name, answer.Get(name))
	}
	redirect.RawQuery = back.Encode()
	http.Redirect(w, r, redirect.String(), http.StatusFound)
}

// isAppRedirect accepts the redirect URIs that the apps register: http on this machine, any port
// and path.
func isAppRedirect(u *url.URL) bool {
	return u.Scheme == "http" && harness.IsLoopback(u.Host)
}

func (s *SignIn) authorizeApp(a *app, query url.Values) (string, *signInError) {
	invalid := func(text string) *signInError {
		return &signInError{code: "invalid_request", aadsts: 900144, text: text}
	}
	if query.Get("response_type") != "code" {
		return "", &signInError{
			code: "unsupported_response_type", aadsts: 700051,
			text: "response_type '" + query.Get("response_type") + "' is not enabled for the application.",
		}
	}
	method := query.Get("code_challenge_method")
	if !slices.Contains([]string{"", "plain", "S256"}, method) {
		return "", invalid("The code_challenge_method is not supported.")
	}
	scope, refusal := parseScope(query.Get("scope"))
	if refusal != nil {
		return "", refusal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	code := s.remember("1.AXwA" + randomText(60))
	s.codes[code] = &authorizationCode{
		clientID:    a.ClientID,
		user:        s.directory.userWithRole(defaultRoles),
		mfa:         s.behaviour().signsInWithMFA(query.Get("amr_values")),
		scope:       scope,
		redirectURI: query.Get("redirect_uri"),
		nonce:       query.Get("nonce"),
		challenge:   query.Get("code_challenge"),
		method:      method,
		expires:     s.world.Now().Add(10 * time.Minute),
	}
	return code, nil
}

// writeSignInPage shows an error that must not be sent to the redirect URI.
func writeSignInPage(w http.ResponseWriter, e *signInError) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusBadRequest)
	_, _ = fmt.Fprintf(w, "<!DOCTYPE html>\n<title>Sign in</title>\n<p>Sorry, but we're having "+
		"trouble signing you in.</p>\n"+
		"<p>AADSTS%d: %s</p>\n", e.aadsts, html.EscapeString(e.text))
}

// writeFormPost sends the answer as a form that the browser submits automatically.
func writeFormPost(w http.ResponseWriter, target string, answer url.Values) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	var fields strings.Builder
	for name := range answer {
		fmt.Fprintf(&fields, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", name,
			html.EscapeString(answer.Get(name)))
	}
	_, _ = fmt.Fprintf(w, "<!DOCTYPE html>\n<title>Working...</title>\n<form method=\"POST\" "+
		"action=\"%s\">\n%s"+
		"<noscript><button>Continue</button></noscript></form>\n<script>document.forms[0].submit();</script>\n",
		html.EscapeString(target), fields.String())
}
