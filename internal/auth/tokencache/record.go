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

// version is that of the file's format. A file of another version counts as
// empty.
const version = 1

// content is what the file holds.
type content struct {
	Version int                `json:"version"`
	Records map[string]*Record `json:"records"` // by RecordID
}

// Record is what is kept for one app in one tenant: one chain of refresh tokens, and access tokens
// that still serve.
type Record struct {
	// SeedSHA256 is the hash of the token that began the chain. That token itself is not stored: it is
	// configured.
	SeedSHA256 string `json:"seed_sha256"`
	// the newest; empty if that is the configured one
	RefreshToken string                 `json:"refresh_token,omitempty"`
	ObtainedAt   time.Time              `json:"obtained_at,omitzero"` // when RefreshToken came
	Username     string                 `json:"username,omitempty"`
	AccessTokens map[string]AccessToken `json:"access_tokens,omitempty"` // by tenant and scope
}

// AccessToken is a saved access token.
type AccessToken struct {
	Token     string    `json:"token"`
	ExpiresOn time.Time `json:"expires_on"`
}

// RecordID names the record of an app: a refresh token belongs to the app, and host and tenant say
// where it is redeemed.
func RecordID(host, tenantID, clientID string) string {
	return strings.ToLower(host + "|" + tenantID + "|" + clientID)
}

// AccessTokenKey names an access token of a record.
func AccessTokenKey(tenantID, scope string) string {
	return strings.ToLower(tenantID + " " +
		scope)
}

// SeedHash is how a record names the refresh token that began its chain.
func SeedHash(refreshToken string) string {
	sum := sha256.Sum256([]byte(refreshToken))
	return hex.EncodeToString(sum[:])
}

// parse reads a token cache. What is damaged, or of another version, is empty: the user
// can sign in again. The error then says why, without a word of the content. A file without content
// is no damage: nobody has signed in yet.
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

// record returns the record of that id, and makes it if it is not there.
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

// Serving returns a saved access token that answers the request and lives longer than until then:
// not the refused one, and not for a claims challenge, as nobody knows with which claims it was
// asked for.
func (r *Record) Serving(key string, req auth.TokenRequest, then time.Time) (AccessToken, bool) {
	saved, ok := r.AccessTokens[key]
	serves := ok && saved.Token != "" && saved.Token != req.Rejected && req.Claims == "" &&
		saved.ExpiresOn.After(then)
	return saved, serves
}
