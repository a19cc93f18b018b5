// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"net/url"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// tokenRequest is a request to the token endpoint. Its handler holds SignIn.mu.
type tokenRequest struct {
	form      url.Values
	tenant    string
	authority string // the server's URL from the client's point of view
	app       *app
	now       time.Time
}

func (q *tokenRequest) get(name string) string { return q.form.Get(name) }

// clock lets assertions be checked against the emulator's time.
func (q *tokenRequest) clock() jwt.ParserOption {
	return jwt.WithTimeFunc(func() time.Time { return q.now })
}
