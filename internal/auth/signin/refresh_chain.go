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

// refreshChain is a refresh token and its successors. Each redemption brings a new token; Entra ID
// does not revoke the old one, which dies 90 days after its own issue, used or not. So the newest
// is used first, and the configured one is what remains when the newest is refused.
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

// succeeded keeps what a redemption with the link brought. Without a new token, the link that
// worked stays the newest.
func (c *refreshChain) succeeded(used link, rolled string, now time.Time) {
	switch {
	case rolled != "":
		c.rolled, c.obtainedAt = rolled, now
	case !used.rolled:
		c.rolled, c.obtainedAt = "", time.Time{}
	}
}

// newest is the refresh token to go on with.
func (c *refreshChain) newest() string { return cmp.Or(c.rolled, c.configured) }

// adopt takes over the chain of a record in the token cache, unless the one in memory is newer:
// then a save has failed. A configured token that did not begin the record's chain wins over it,
// and the record begins anew.
func (c *refreshChain) adopt(saved *tokencache.Record) {
	if c.configured != "" && saved.SeedSHA256 != tokencache.SeedHash(c.configured) {
		*saved = tokencache.Record{SeedSHA256: tokencache.SeedHash(c.configured)}
	}
	if saved.RefreshToken != "" && !saved.ObtainedAt.Before(c.obtainedAt) {
		c.rolled, c.obtainedAt = saved.RefreshToken, saved.ObtainedAt
	}
}

// fileIn files what a redemption brought. The rolled token may be older: not every reply brings a
// new one.
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
