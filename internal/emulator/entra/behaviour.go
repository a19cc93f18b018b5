// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"slices"
	"strings"
	"time"
)

// Behaviour switches what an operator of Entra ID can configure, and what its documentation leaves
// open. The zero value is the default. In JSON the names are those of the fields.
type Behaviour struct {
	TokenSeconds         int       // life of an access token; 0: 3600
	RefreshInSeconds     int       // sends refresh_in; 0: not sent
	NoRotation           bool      // a redeemed refresh token brings no new one
	NoIDToken            bool      // no id_token
	NoClientInfo         bool      // no client_info
	NoScopeEcho          bool      // no scope in the reply
	OneTimeRefreshTokens bool      // a refresh token dies with its first use
	SignInMFA            SignInMFA // whether an interactive sign-in is done with MFA; default: always
	DeviceAutoApprove    int       // a device code is approved at that poll; 0: only by ApproveDevice
}

// SignInMFA says when an interactive sign-in is done with MFA.
type SignInMFA string

// When an interactive sign-in is done with MFA.
const (
	SignInMFAAlways SignInMFA = ""
	SignInMFAAsked  SignInMFA = "asked" // only when amr_values names mfa
	SignInMFANever  SignInMFA = "never"
)

// tokenLife is how long an access token lives.
func (b Behaviour) tokenLife() time.Duration {
	if b.TokenSeconds > 0 {
		return time.Duration(b.TokenSeconds) * time.Second
	}
	return time.Hour
}

// signsInWithMFA says whether an interactive sign-in is done with MFA.
func (b Behaviour) signsInWithMFA(amrValues string) bool {
	switch b.SignInMFA {
	case SignInMFANever:
		return false
	case SignInMFAAsked:
		return slices.Contains(strings.Fields(amrValues), "mfa")
	default:
		return true
	}
}
