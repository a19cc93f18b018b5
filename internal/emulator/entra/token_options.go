// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import "time"

// A TokenOption changes a token that AccessToken or IssueRefreshToken makes.
type TokenOption func(*grant)

// WithAudience sets another audience.
func WithAudience(resource string) TokenOption { return func(g *grant) { g.audience = resource } }

// WithoutMFA leaves MFA out: the user signed in with a password only.
func WithoutMFA() TokenOption { return func(g *grant) { g.mfa = false } }

// AppOnly makes the token of an app without a user, as client credentials give it.
func AppOnly() TokenOption { return func(g *grant) { g.appOnly = true } }

// ExpiredAt sets when the token ends.
func ExpiredAt(t time.Time) TokenOption { return func(g *grant) { g.notAfter = t } }

// Expired makes a token that has ended long ago.
func Expired() TokenOption { return ExpiredAt(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)) }

// Revoked makes a refresh token that an administrator has revoked.
func Revoked() TokenOption { return func(g *grant) { g.revoked = true } }

// WithTenant sets the tenant that the token is for, for example a customer's.
func WithTenant(id string) TokenOption { return func(g *grant) { g.tenant = id } }

// WithRole makes the token of a user with another role than world.RoleAdminAgent; an empty one is a
// user without a role.
func WithRole(role string) TokenOption { return func(g *grant) { g.role = role } }

// WithClient makes the token one of another app.
func WithClient(clientID string) TokenOption { return func(g *grant) { g.clientID = clientID } }
