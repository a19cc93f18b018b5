// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"cmp"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/tokencache"
)

// refreshChain is a refresh token and its successors. Each redemption returns a new token. Entra ID
// does not revoke the old one, which expires 90 days after its own issue, used or not. So the
// newest comes first, and the configured one remains if the newest is refused.
type refreshChain struct {
	configured string    // empty if the chain is only in the token cache
	rolled     string    // empty if the configured token is the newest
	obtainedAt time.Time // when rolled came
}

// link is one refresh token of a chain.
type link struct {
	token  string
	rolled bool
}

// candidates returns the tokens to try, in order.
func (c *refreshChain) candidates() []link {
	var links []link
	if c.rolled != "" {
		links = append(links, link{token: c.rolled, rolled: true})
	}
	if c.configured != "" {
		links = append(links, link{token: c.configured})
	}
	return links
}

// succeeded stores the outcome of a redemption with the link. If there is no new token, the link
// that worked stays the newest.
func (c *refreshChain) succeeded(used link, rolled string, now time.Time) {
	switch {
	case rolled != "":
		c.rolled, c.obtainedAt = rolled, now
	case !used.rolled:
		c.rolled, c.obtainedAt = "", time.Time{}
	}
}

// newest returns the refresh token to redeem next.
func (c *refreshChain) newest() string { return cmp.Or(c.rolled, c.configured) }

// adopt takes over the chain of a record in the token cache, unless the one in memory is newer
// because a save has failed. If a record's chain began with another token than the configured one,
// the configured token wins, and the record starts over.
func (c *refreshChain) adopt(saved *tokencache.Record) {
	if c.configured != "" && saved.SeedSHA256 != tokencache.SeedHash(c.configured) {
		*saved = tokencache.Record{SeedSHA256: tokencache.SeedHash(c.configured)}
	}
	if saved.RefreshToken != "" && !saved.ObtainedAt.Before(c.obtainedAt) {
		c.rolled, c.obtainedAt = saved.RefreshToken, saved.ObtainedAt
	}
}

// fileIn stores the outcome of a redemption. The rolled token may be older, because not every reply
// has a new one.
func (c *refreshChain) fileIn(saved *tokencache.Record, accessKey string, result entra.Redeemed,
	now time.Time) {
	saved.RefreshToken, saved.ObtainedAt = c.rolled, c.obtainedAt
	if claims, ok := auth.ParseClaims(result.AccessToken); ok && claims.UPN != "" {
		saved.Username = claims.UPN
	}
	if saved.AccessTokens == nil {
		saved.AccessTokens = map[string]tokencache.AccessToken{}
	}
	saved.AccessTokens[accessKey] = tokencache.AccessToken{Token: result.AccessToken,
		ExpiresOn: now.Add(result.Life)}
}
