// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package tokencache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// version is the version of the file's format. A file of another version counts as empty.
const version = 1

// content is the content of the file.
type content struct {
	Version int                `json:"version"`
	Records map[string]*Record `json:"records"` // by RecordID
}

// Record holds the tokens of one app in one tenant: one chain of refresh tokens, and valid access
// tokens.
type Record struct {
	// SeedSHA256 is the hash of the token that began the chain. The token itself is configured, and is
	// not stored.
	SeedSHA256 string `json:"seed_sha256"`
	// the newest; empty if that is the configured one
	RefreshToken string                 `json:"refresh_token,omitempty"`
	ObtainedAt   time.Time              `json:"obtained_at,omitzero"` // issue time of RefreshToken
	Username     string                 `json:"username,omitempty"`
	AccessTokens map[string]AccessToken `json:"access_tokens,omitempty"` // keyed by tenant and scope
}

// AccessToken is a saved access token.
type AccessToken struct {
	Token     string    `json:"token"`
	ExpiresOn time.Time `json:"expires_on"`
}

// RecordID returns the key of an app's record: a refresh token belongs to the app, and host and
// tenant say where it is redeemed.
func RecordID(host, tenantID, clientID string) string {
	return strings.ToLower(host + "|" + tenantID + "|" + clientID)
}

// AccessTokenKey returns the key of an access token in a record.
func AccessTokenKey(tenantID, scope string) string {
	return strings.ToLower(tenantID + " " + scope)
}

// SeedHash identifies the refresh token that began a record's chain.
func SeedHash(refreshToken string) string {
	sum := sha256.Sum256([]byte(refreshToken))
	return hex.EncodeToString(sum[:])
}

// parse reads a token cache. A damaged file, or one of another version, counts as empty, because
// the user can sign in again. The error then gives the reason without any of the content. A file
// without content is not damaged: nobody has signed in yet.
func parse(text []byte) (*content, error) {
	var file content
	damage := decode(text, &file)
	if damage != nil || file.Records == nil {
		file.Records = map[string]*Record{}
	}
	file.Version = version
	return &file, damage
}

func decode(text []byte, into *content) error {
	text, err := files.Text(text)
	if err != nil {
		return fmt.Errorf("it is damaged: %w", err)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	err = json.Unmarshal(text, into)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(text)):
		return fmt.Errorf("it is damaged: its JSON is cut off after %d bytes", len(text))
	case errors.As(err, &syntax):
		return fmt.Errorf("it is damaged: its JSON breaks at byte %d of %d", syntax.Offset, len(text))
	case err != nil || into.Version == 0:
		return errors.New("it contains JSON, but not that of a token cache")
	case into.Version != version:
		return fmt.Errorf("it has version %d, and this program supports version %d", into.Version,
			version)
	}
	return nil
}

// record returns the record of that id, and creates it if it is missing.
func (c *content) record(id string) *Record {
	if c.Records[id] == nil {
		c.Records[id] = &Record{}
	}
	return c.Records[id]
}

// prune drops the access tokens that have expired.
func (c *content) prune(now time.Time) {
	for _, r := range c.Records {
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

// Serving returns a saved access token that satisfies the request and expires after until. It never
// returns the refused token. It also never returns one for a claims challenge, because the record
// does not say with which claims a token was requested.
func (r *Record) Serving(key string, req auth.TokenRequest, then time.Time) (AccessToken, bool) {
	saved, ok := r.AccessTokens[key]
	serves := ok && saved.Token != "" && saved.Token != req.Rejected && req.Claims == "" &&
		saved.ExpiresOn.After(then)
	return saved, serves
}
