// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// deviceCode is a pending sign-in on another device.
type deviceCode struct {
	clientID string
	userCode string
	scope    scopeRequest
	expires  time.Time
	polls    int
	approved bool
	denied   bool
	used     bool
}

// authorizationCode is a code that the server gave to a browser.
type authorizationCode struct {
	clientID    string
	user        *user
	mfa         bool
	scope       scopeRequest
	redirectURI string
	nonce       string
	challenge   string // PKCE
	method      string
	expires     time.Time
	used        bool
}

// proves checks the PKCE verifier. A code that was requested without a challenge accepts no
// verifier.
func (c *authorizationCode) proves(verifier string) bool {
	s256 := func() string {
		sum := sha256.Sum256([]byte(verifier))
		return base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if c.method == "S256" {
		return verifier != "" && c.challenge == s256()
	}
	return c.challenge == verifier
}
