// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

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

// User is the name of the user whom the last token stands for; empty before the first, and if the
// token does not say.
func (c *Connection) User() string {
	c.identity.mu.Lock()
	defer c.identity.mu.Unlock()
	return c.identity.claims.UPN
}

// Identity is who a connection is, as far as that is known.
type Identity struct {
	TenantID          string // of the token, else as configured
	ClientID          string // of the token, else as configured
	UserPrincipalName string // empty if the token does not say
	Method            string // the setting that the user comes from
	MFA               *bool  // nil if neither the token nor Partner Center says
	ExpiresOn         time.Time
}

// Identify signs in, and says as whom. Partner Center is asked only if the token does not say
// whether there was MFA.
func (c *Connection) Identify(ctx context.Context) (Identity, error) {
	token, err := c.Tokens.Token(ctx, auth.TokenRequest{})
	if err != nil {
		return Identity{}, err
	}
	claims, _ := auth.ParseClaims(token.Value)
	if claims.MFA == nil {
		claims.MFA = c.askMFA(ctx)
	}
	return Identity{
		TenantID:          cmp.Or(claims.TenantID, c.tenantID),
		ClientID:          cmp.Or(claims.ClientID, c.Tokens.Description().ClientID),
		UserPrincipalName: claims.UPN,
		Method:            c.Method,
		MFA:               claims.MFA,
		ExpiresOn:         token.ExpiresOn,
	}, nil
}
