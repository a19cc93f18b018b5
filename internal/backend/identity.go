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
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// identity is a token source that remembers whom the last token represents.
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

// String returns the source's String.
func (i *identity) String() string { return fmt.Sprint(i.TokenSource) }

// GoString returns the source's GoString.
func (i *identity) GoString() string { return fmt.Sprintf("%#v", i.TokenSource) }

// User returns the user's name from the last token. It is empty before the first token, and if the
// token does not name the user.
func (c *Connection) User() string {
	return cmp.Or(c.identity.user(), c.areas.user())
}

func (i *identity) user() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.claims.UPN
}

// Identity describes the signed-in user and app of a connection.
type Identity struct {
	TenantID          string // from the token, else from the configuration
	ClientID          string // from the token, else from the configuration
	UserPrincipalName string // empty if the token does not say
	Method            string // the setting that identifies the user
	MFA               *bool  // nil if neither the token nor the service says
	API               settings.API
	ExpiresOn         time.Time
}

// Identify signs in and returns the identity. It asks the service only if the token does not say
// whether the user signed in with MFA.
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
		API:               c.API,
		MFA:               claims.MFA,
		ExpiresOn:         token.ExpiresOn,
	}, nil
}
