// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// tokenFileVersion is the version of the token cache's format. A file of another version counts as
// empty.
const tokenFileVersion = 1

// tokenFile is the content of the token cache.
type tokenFile struct {
	Version int                `json:"version"`
	Records map[string]*record `json:"records"` // by recordID
}

// record is what is kept for one app in one tenant: one chain of refresh tokens, and access tokens
// that still serve.
type record struct {
	// SeedSHA256 is the hash of the token that began the chain. That token itself is not stored: it is
	// configured.
	SeedSHA256 string `json:"seed_sha256"`
	// the newest; empty if that is the configured one
	RefreshToken string                      `json:"refresh_token,omitempty"`
	ObtainedAt   time.Time                   `json:"obtained_at,omitzero"` // when RefreshToken came
	Username     string                      `json:"username,omitempty"`
	AccessTokens map[string]savedAccessToken `json:"access_tokens,omitempty"` // by tenant and scope
}

type savedAccessToken struct {
	Token     string    `json:"token"`
	ExpiresOn time.Time `json:"expires_on"`
}

// recordID names the record of an app: a refresh token belongs to the app, and host and tenant say
// where it is redeemed.
func recordID(host, tenantID, clientID string) string {
	return strings.ToLower(host + "|" + tenantID + "|" + clientID)
}

func accessTokenKey(tenantID, scope string) string {
	return strings.ToLower(tenantID + " " +
		scope)
}

func seedHash(refreshToken string) string {
	sum := sha256.Sum256([]byte(refreshToken))
	return hex.EncodeToString(sum[:])
}

// parseTokenFile reads a token cache. What is damaged, or of another version, is empty: the user
// can sign in again. The error then says why, without a word of the content. A file without content
// is no damage: nobody has signed in yet.
func parseTokenFile(content []byte) (*tokenFile, error) {
	var file tokenFile
	damage := decodeTokenFile(content, &file)
	if damage != nil || file.Records == nil {
		file.Records = map[string]*record{}
	}
	file.Version = tokenFileVersion
	return &file, damage
}

func decodeTokenFile(content []byte, file *tokenFile) error {
	content, err := files.Text(content)
	if err != nil {
		return fmt.Errorf("it is damaged: %w", err)
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return nil
	}
	err = json.Unmarshal(content, file)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(content)):
		return fmt.Errorf("it is damaged: its JSON is cut off after %d bytes", len(content))
	case errors.As(err, &syntax):
		return fmt.Errorf("it is damaged: its JSON breaks at byte %d of %d", syntax.Offset, len(content))
	case err != nil || file.Version == 0:
		return errors.New("it is JSON, but not that of a token cache")
	case file.Version != tokenFileVersion:
		return fmt.Errorf("it is of version %d, and this program knows version %d", file.Version,
			tokenFileVersion)
	}
	return nil
}

// record returns the record of that id, and makes it if it is not there.
func (f *tokenFile) record(id string) *record {
	if f.Records[id] == nil {
		f.Records[id] = &record{}
	}
	return f.Records[id]
}

// prune drops the access tokens that have expired.
func (f *tokenFile) prune(now time.Time) {
	for _, r := range f.Records {
		if r == nil {
			continue
		}
		for key, saved := range r.AccessTokens {
			if !now.Before(saved.ExpiresOn) {
				delete(r.AccessTokens, key)
			}
		}
	}
}

// accessToken returns a saved token that answers the request: not the refused one, and not for a
// claims challenge, as nobody knows with which claims it was asked for.
func (r *record) accessToken(key string, req TokenRequest, now time.Time) (redeemed, bool) {
	saved, ok := r.AccessTokens[key]
	life := saved.ExpiresOn.Sub(now)
	if !ok || saved.Token == "" || saved.Token == req.Rejected || req.Claims != "" ||
		life <= renewBefore {
		return redeemed{}, false
	}
	return redeemed{accessToken: saved.Token, life: life}, true
}

// keep files what a redemption brought. The chain's rolled token may be older: not every reply
// brings a new one.
func (r *record) keep(chain refreshChain, accessKey string, result redeemed, now time.Time) {
	r.RefreshToken, r.ObtainedAt = chain.rolled, chain.obtainedAt
	if claims, ok := ParseClaims(result.accessToken); ok && claims.UPN != "" {
		r.Username = claims.UPN
	}
	if r.AccessTokens == nil {
		r.AccessTokens = map[string]savedAccessToken{}
	}
	r.AccessTokens[accessKey] = savedAccessToken{Token: result.accessToken,
		ExpiresOn: now.Add(result.life)}
}
