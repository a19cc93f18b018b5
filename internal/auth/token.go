// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"time"
)

// TokenSource hands out bearer tokens. Implementations are safe for concurrent use, keep a token
// while it is valid, and let concurrent callers share one sign-in. Creating one does no network
// I/O.
type TokenSource interface {
	// Token returns a token that is valid for at least a few minutes, unless Entra ID issues only
	// shorter ones. Errors are of type *Error; when ctx ended, that error wraps ctx.Err().
	Token(ctx context.Context, req TokenRequest) (Token, error)

	// Description says who signs in and how. It never holds a secret.
	Description() Description
}

// TokenRequest says which token a caller needs. The zero value accepts any valid one.
type TokenRequest struct {
	// Rejected is a token that the service refused (401). A source never returns that token again if
	// it can get another one; if several callers report the same token, it renews it once.
	Rejected string

	// Claims is the decoded JSON of a claims challenge, or empty.
	Claims string
}

// Token is a bearer token. Value is secret: it goes into the Authorization header and nowhere else.
type Token struct {
	Value     string
	ExpiresOn time.Time // zero if unknown
}

// String keeps the token out of formatted output.
func (Token) String() string { return "(bearer token)" }

// GoString keeps the token out of %#v.
func (Token) GoString() string { return "auth.Token{(redacted)}" }

// Description names the method of a TokenSource without secrets.
type Description struct {
	// the setting that identifies the user: "access_token", "refresh_token", "token_cache_path" or
	// "use_cli"
	Method   string
	TenantID string // from the configuration; empty for a ready access token
	ClientID string // from the configuration; empty for a ready access token and the Azure CLI
	// the kind of client credential; empty for a ready access token and the Azure CLI
	Credential string
}
