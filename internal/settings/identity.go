// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"context"
	"fmt"
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// identity is a token source that remembers who the last token stands for.
type identity struct {
	auth.TokenSource

	mu     sync.Mutex
	claims auth.Claims
}

// Token returns the source's token.
func (i *identity) Token(ctx context.Context, req auth.TokenRequest) (auth.Token, error) {
	token, err := i.TokenSource.Token(ctx, req)
	if err == nil {
		claims, _ := auth.ParseClaims(token.Value)
		i.mu.Lock()
		defer i.mu.Unlock()
		i.claims = claims
	}
	return token, err
}

// String is that of the source.
func (i *identity) String() string { return fmt.Sprint(i.TokenSource) }

// GoString is that of the source.
func (i *identity) GoString() string { return fmt.Sprintf("%#v", i.TokenSource) }

// User is the name of the user whom the last token stands for; empty before the first, and if the token does not say.
func (c *Connection) User() string {
	c.identity.mu.Lock()
	defer c.identity.mu.Unlock()
	return c.identity.claims.UPN
}
