// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Error is a failed sign-in: what was tried, what Entra ID said, and what to do next. It holds no
// token, secret, or body of a request or reply.
type Error struct {
	// what was tried, for example "sign in with refresh_token (tenant …, client …)"
	Operation  string
	Service    string // who answered; empty means the sign-in service
	StatusCode int    // HTTP status of the reply; 0 when none came
	OAuthCode  string // "error" of the reply, for example "invalid_grant"
	SubError   string // "suberror" of the reply, for example "bad_token"
	// Entra ID's own numbers. for hints only, because Microsoft changes them
	AADSTS        []int
	Description   string       // the service's own words
	Problem       anatomy.Text // what is wrong, if the service has not said so
	OtherService  bool         // the token is meant for another service
	Claims        string       // JSON that the next interactive sign-in must satisfy, or empty
	CorrelationID string
	TraceID       string
	Advice        anatomy.Text // what happened and what to do, in full sentences
	Err           error        // the cause, if any: a network error, the end of a context
}

// Error implements error.
func (e *Error) Error() string { return e.Anatomy().String() }

// Anatomy implements [anatomy.Error].
func (e *Error) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{
		Kind:   anatomy.SignIn,
		What:   anatomy.Say("cannot %s: %v", e.Operation, e.what()),
		Advice: e.Advice,
		Facts: anatomy.Facts{}.With(anatomy.ID{Name: "Entra ID correlation id", Value: e.CorrelationID},
			anatomy.ID{Name: "Entra ID trace id", Value: e.TraceID}),
	}
}

func (e *Error) what() anatomy.Text {
	answer := e.answer()
	switch {
	case e.Problem != nil && answer != "":
		return anatomy.Say("%s: %v", answer, e.Problem)
	case e.Problem != nil:
		return e.Problem
	case e.Description != "":
		return anatomy.Say("%s (%q)", answer, e.Description)
	default:
		return anatomy.Say("%s without a description", answer)
	}
}

// answer names who answered, and the answer. It is empty if no answer came.
func (e *Error) answer() string {
	said := []string{cmp.Or(e.Service, "the sign-in service") + " answered"}
	if e.StatusCode != 0 {
		said = append(said, fmt.Sprintf("HTTP %d", e.StatusCode))
	}
	for _, code := range []string{e.OAuthCode, e.SubError} {
		if code != "" {
			said = append(said, code)
		}
	}
	if len(said) == 1 {
		return ""
	}
	return strings.Join(said, " ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// NeedsSignIn reports whether only a new sign-in of the user helps: Entra ID will refuse the same
// refresh token again.
func (e *Error) NeedsSignIn() bool {
	return slices.Contains([]string{"invalid_grant", "interaction_required", "consent_required",
		"login_required"}, e.OAuthCode)
}

// LacksConsent reports whether the app lacks the consent to the permission that was asked for, or
// the service that has it (docs-dev/respond.md, Security score).
func (e *Error) LacksConsent() bool {
	return e.OAuthCode == "consent_required" || e.OAuthCode == "invalid_resource" ||
		slices.ContainsFunc(e.AADSTS, func(code int) bool {
			return slices.Contains([]int{65001, 65004, 500011}, code)
		})
}

// Final reports whether a retry with the same configuration is useless, at least for the moment.
func (e *Error) Final() bool {
	if e.OAuthCode == "" { // the answer of a build platform or a proxy
		return slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
			http.StatusMethodNotAllowed}, e.StatusCode)
	}
	return e.NeedsSignIn() || e.OAuthCode == "invalid_client" || e.OAuthCode == "unauthorized_client"
}
