// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Claims holds the claims of an access token. Use it for messages and early checks only: nobody has
// verified the signature, and the service alone decides.
type Claims struct {
	TenantID  string    // "tid"
	ClientID  string    // "appid" or "azp", the app that the token was issued to
	Audience  string    // "aud"; several are separated by spaces
	UPN       string    // "upn", else "preferred_username", else "unique_name"; empty for an app
	MFA       *bool     // whether "amr" holds "mfa"; nil if the token has no "amr"
	ExpiresOn time.Time // "exp"; zero if the token has none
	AppOnly   bool      // the token is for an app without a user
}

// rawClaims are the claims as Entra ID writes them: docs-dev/api.md, Sign-in; parity:
// sign-in-claims.
type rawClaims struct {
	TenantID          string          `json:"tid"`
	Audience          oneOrMany       `json:"aud"`
	UPN               string          `json:"upn"`
	PreferredUsername string          `json:"preferred_username"`
	UniqueName        string          `json:"unique_name"`
	Methods           *oneOrMany      `json:"amr"`
	Expiry            json.RawMessage `json:"exp"`
	IdentityType      string          `json:"idtyp"`
	Scope             string          `json:"scp"`
	AppID             string          `json:"appid"` // v1 tokens
	AuthorizedParty   string          `json:"azp"`   // v2 tokens
}

// ParseClaims reads the claims of a JWT without verifying it. It returns false for a token that is
// not a JWT; such a token may still be valid.
func ParseClaims(token string) (Claims, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Claims{}, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return Claims{}, false
	}
	var raw *rawClaims
	if err := json.Unmarshal(payload, &raw); err != nil || raw == nil {
		return Claims{}, false
	}
	return raw.claims(), true
}

func (r *rawClaims) claims() Claims {
	claims := Claims{
		TenantID:  r.TenantID,
		ClientID:  cmp.Or(r.AppID, r.AuthorizedParty),
		Audience:  strings.Join(r.Audience, " "),
		UPN:       cmp.Or(r.UPN, r.PreferredUsername, r.UniqueName),
		ExpiresOn: UnixTime(r.Expiry),
	}
	if r.Methods != nil {
		mfa := slices.ContainsFunc(*r.Methods,
			func(method string) bool { return strings.EqualFold(method, "mfa") })
		claims.MFA = &mfa
	}
	// "idtyp" is optional. Without it, a token that names an app, but no user or delegated permission,
	// belongs to the app itself.
	namesAppAlone := r.Scope == "" && claims.UPN == "" && claims.ClientID != ""
	claims.AppOnly = r.IdentityType == "app" || (r.IdentityType == "" && namesAppAlone)
	return claims
}

// oneOrMany is a JSON string, or an array of strings.
type oneOrMany []string

// UnmarshalJSON accepts both forms.
func (o *oneOrMany) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*o = oneOrMany{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(o))
}

// UnixTime reads seconds since 1970, written as a number or as a string. An implausible time counts
// as missing.
func UnixTime(data json.RawMessage) time.Time {
	const year9999 = 253402300799
	seconds, err := strconv.ParseFloat(strings.Trim(string(data), `"`), 64)
	if err != nil || !(seconds > 0 && seconds <= year9999) { // NaN is neither
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}
