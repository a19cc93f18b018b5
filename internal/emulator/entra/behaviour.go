// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"slices"
	"strings"
	"time"
)

// Behaviour switches the options of an Entra ID administrator, and the details that the
// documentation omits. The zero value is the default. JSON uses the names of the fields.
type Behaviour struct {
	TokenSeconds         int       // life of an access token; 0: 3600
	RefreshInSeconds     int       // sends refresh_in; 0: not sent
	NoRotation           bool      // redeeming a refresh token returns no new one
	NoIDToken            bool      // no id_token
	NoClientInfo         bool      // no client_info
	NoScopeEcho          bool      // no scope in the reply
	NoGraphConsent       bool      // the app has no consent to its permissions on Microsoft Graph
	GraphReadConsent     bool      // the app has consent only to read in Microsoft Graph
	OneTimeRefreshTokens bool      // a refresh token expires with its first use
	SignInMFA            SignInMFA // whether an interactive sign-in includes MFA; default: always
	DeviceAutoApprove    int       // a device code is approved at that poll; 0: only by ApproveDevice
}

// SignInMFA says when an interactive sign-in includes MFA.
type SignInMFA string

// When an interactive sign-in includes MFA.
const (
	SignInMFAAlways SignInMFA = ""
	SignInMFAAsked  SignInMFA = "asked" // only when amr_values names mfa
	SignInMFANever  SignInMFA = "never"
)

func (b Behaviour) tokenLife() time.Duration {
	if b.TokenSeconds > 0 {
		return time.Duration(b.TokenSeconds) * time.Second
	}
	return time.Hour
}

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
