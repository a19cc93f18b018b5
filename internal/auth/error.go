// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Error is a sign-in that failed: what was tried, what Entra ID said, and what to do next. It holds
// no token, no secret and no body of a request or a reply.
type Error struct {
	// what was tried, for example "sign in with refresh_token (tenant …, client …)"
	Operation     string
	Service       string // who answered; empty is the sign-in service
	StatusCode    int    // HTTP status of the reply; 0 when none came
	OAuthCode     string // "error" of the reply, for example "invalid_grant"
	SubError      string // "suberror" of the reply, for example "bad_token"
	AADSTS        []int  // Entra ID's own numbers. They are for hints only: Microsoft changes them
	Description   string // Entra ID's own words, or what is wrong with its reply
	Claims        string // JSON that the next interactive sign-in has to satisfy, or empty
	CorrelationID string
	TraceID       string
	Hint          string // what happened and what to do, in full sentences
	Err           error  // the cause, where there is one: a network error, the end of a context
}

// Error returns one paragraph that can be shown to a user as it stands.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "cannot %s: ", e.Operation)
	if e.StatusCode != 0 {
		fmt.Fprintf(&b, "%s answered HTTP %d", firstOf(e.Service, "the sign-in service"), e.StatusCode)
		for _, part := range []string{e.OAuthCode, e.SubError} {
			if part != "" {
				b.WriteString(" " + part)
			}
		}
		b.WriteString(": ")
	}
	b.WriteString(strings.TrimRight(e.words(), ". "))
	if e.CorrelationID != "" || e.TraceID != "" {
		fmt.Fprintf(&b, " (correlation id %s, trace id %s)", orUnknown(e.CorrelationID),
			orUnknown(e.TraceID))
	}
	b.WriteString(".")
	if e.Hint != "" {
		b.WriteString(" " + e.Hint)
	}
	return b.String()
}

func (e *Error) words() string {
	switch {
	case e.Description != "":
		return e.Description
	case e.Err != nil:
		return e.Err.Error()
	default:
		return "no description"
	}
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// NeedsSignIn tells whether only a new sign-in of the user helps: Entra ID will refuse the same
// refresh token again.
func (e *Error) NeedsSignIn() bool {
	return slices.Contains([]string{"invalid_grant", "interaction_required", "consent_required",
		"login_required"}, e.OAuthCode)
}

// final tells whether asking again with the same configuration is of no use, at least for the
// moment.
func (e *Error) final() bool {
	if e.OAuthCode == "" { // not Entra ID's answer, but that of a build platform or a proxy
		return slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
			http.StatusMethodNotAllowed}, e.StatusCode)
	}
	return e.NeedsSignIn() || e.OAuthCode == "invalid_client" || e.OAuthCode == "unauthorized_client"
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}
