// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

// refreshChain is a refresh token and its successors. Each redemption brings a new token; Entra ID does not revoke the
// old one, which dies 90 days after its own issue, used or not. So the newest is used first, and the configured one is
// what remains when the newest is refused.
type refreshChain struct {
	configured string
	rolled     string // empty if the configured token is the newest
}

// link is one refresh token of a chain.
type link struct {
	token  string
	rolled bool
}

// candidates returns the tokens to try, in order.
func (c *refreshChain) candidates() []link {
	configured := link{token: c.configured}
	if c.rolled == "" {
		return []link{configured}
	}
	return []link{{token: c.rolled, rolled: true}, configured}
}

// succeeded keeps what a redemption with the link brought. Without a new token, the link that worked stays the newest.
func (c *refreshChain) succeeded(used link, rolled string) {
	switch {
	case rolled != "":
		c.rolled = rolled
	case !used.rolled:
		c.rolled = ""
	}
}
