// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/cache"
)

// seedAccount is the account of the seeded refresh token in the cache. It is never sent: Entra ID
// knows the user from the token. MSAL stores the reply's tokens under the user's real id, or
// without one.
const seedAccount = "seed"

// seededCache is an MSAL cache for one redemption. MSAL has no public call that redeems a refresh
// token, but it redeems one that it finds in its cache. So MSAL finds exactly one there; afterwards
// the cache holds the new one. The format is MSAL's own and shared by its siblings in other
// languages. MSAL does not promise to keep it, so a test pins it.
type seededCache struct {
	host         string // host and port of the authority, lower case
	clientID     string
	refreshToken string // empty for a sign-in without one
	rolled       string // set by Export; empty if the reply has no refresh token
}

var _ cache.ExportReplace = (*seededCache)(nil)

// msalContract is the part of MSAL's cache format that this package needs. Keys are lower case,
// values are not.
type msalContract struct {
	RefreshToken map[string]msalRefreshToken `json:"RefreshToken"`
	AppMetadata  map[string]msalAppMetadata  `json:"AppMetadata"`
}

type msalRefreshToken struct {
	HomeAccountID  string `json:"home_account_id"`
	Environment    string `json:"environment"`
	CredentialType string `json:"credential_type"`
	ClientID       string `json:"client_id"`
	Secret         string `json:"secret"`
}

// msalAppMetadata is required: MSAL looks for refresh tokens of known apps only.
type msalAppMetadata struct {
	ClientID    string `json:"client_id"`
	Environment string `json:"environment"`
}

// seed is the cache content that MSAL finds.
func (c *seededCache) seed() ([]byte, error) {
	if c.refreshToken == "" {
		return json.Marshal(msalContract{})
	}
	tokenKey := strings.ToLower(strings.Join([]string{seedAccount, c.host, "refreshtoken", c.clientID},
		"-"))
	appKey := strings.ToLower(strings.Join([]string{"appmetadata", c.host, c.clientID}, "-"))
	return json.Marshal(msalContract{
		RefreshToken: map[string]msalRefreshToken{tokenKey: {
			HomeAccountID:  seedAccount,
			Environment:    c.host,
			CredentialType: "RefreshToken",
			ClientID:       c.clientID,
			Secret:         c.refreshToken,
		}},
		AppMetadata: map[string]msalAppMetadata{appKey: {ClientID: c.clientID, Environment: c.host}},
	})
}

// Replace gives MSAL the seed. MSAL calls it before the request and once more before it stores the
// reply.
func (c *seededCache) Replace(_ context.Context, into cache.Unmarshaler,
	_ cache.ReplaceHints) error {
	seed, err := c.seed()
	if err != nil {
		return err
	}
	return into.Unmarshal(seed)
}

// Export picks the new refresh token out of the tokens that MSAL stored.
func (c *seededCache) Export(_ context.Context, from cache.Marshaler, _ cache.ExportHints) error {
	data, err := from.Marshal()
	if err != nil {
		return err
	}
	var contract msalContract
	if err := json.Unmarshal(data, &contract); err != nil {
		return err
	}
	for _, entry := range contract.RefreshToken {
		if entry.Secret != c.refreshToken { // the seed is still there, under its own account
			c.rolled = entry.Secret
		}
	}
	return nil
}
