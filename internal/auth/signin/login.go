// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"cmp"
	"context"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
)

// LoginResult is the outcome of a user's sign-in. RefreshToken is secret.
type LoginResult struct {
	RefreshToken string
	Username     string    // empty if the tokens do not say
	TenantID     string    // from the tokens, else from the configuration
	ClientID     string    // from the configuration
	MFA          *bool     // whether the user signed in with MFA; nil if the tokens do not say
	ObtainedAt   time.Time // issue time of RefreshToken; zero if unknown
}

// refreshTokenLife is the lifetime of a refresh token: docs-dev/api.md, Sign-in.
const refreshTokenLife = 90 * 24 * time.Hour

// ExpiresAt is the time when the refresh token expires, unless somebody uses it before.
func (r LoginResult) ExpiresAt() time.Time { return r.ObtainedAt.Add(refreshTokenLife) }

// String keeps the token out of formatted output.
func (r LoginResult) String() string {
	return "signin.LoginResult(" + cmp.Or(r.Username, "unknown user") + ", tenant " + r.TenantID +
		", client " + r.ClientID + ")"
}

// GoString keeps the token out of %#v.
func (r LoginResult) GoString() string { return r.String() }

// LoginWithBrowser signs a user in with the browser. openURL gets the address of the sign-in page
// and must return at once. The app needs the redirect URI http://localhost. The function returns
// when the user has signed in, ctx ends, or 15 minutes have passed. Errors are of type *auth.Error
// or *anatomy.Mistake.
func LoginWithBrowser(ctx context.Context, cfg Config, openURL func(string) error) (LoginResult,
	error) {
	cfg = cfg.normalised()
	app, err := cfg.app("the browser")
	if err != nil {
		return LoginResult{}, err
	}
	return loginResult(app)(app.SignInWithBrowser(ctx, cfg.Cloud.PartnerCenter().Scope, openURL))
}

// LoginWithDeviceCode signs a user in on another device. show gets a text with the code and where
// to enter it. Only public clients can use this flow. The function returns when the user has signed
// in, the code has expired (after 15 minutes), or ctx ends. Errors are of type *auth.Error or
// *anatomy.Mistake.
func LoginWithDeviceCode(ctx context.Context, cfg Config, show func(message string)) (LoginResult,
	error) {
	cfg = cfg.normalised()
	app, err := cfg.app("a device code")
	if err != nil {
		return LoginResult{}, err
	}
	if !app.Proof.Public {
		return LoginResult{}, anatomy.Wrong("must be that of a public client: a device code works "+
			"only for public clients, and a client credential (%s) is configured", app.CredentialKind).
			Do("Sign in with the browser, or use an app that allows public client flows and configure "+
				"no credential.").At(anatomy.ClientID, "")
	}
	return loginResult(app)(app.SignInWithDeviceCode(ctx, cfg.Cloud.PartnerCenter().Scope, show))
}

// loginResult returns the result of a sign-in with the app. A missing refresh token is an error,
// because it is the purpose of the sign-in.
func loginResult(app entra.App) func(entra.Redeemed, *auth.Error) (LoginResult, error) {
	return func(got entra.Redeemed, failure *auth.Error) (LoginResult, error) {
		if failure != nil {
			return LoginResult{}, failure
		}
		if got.Rolled == "" {
			return LoginResult{}, &auth.Error{
				Operation: app.Operation(),
				Problem:   anatomy.Say("the sign-in returned no refresh token"),
				Advice: anatomy.Say("Check the app registration: its redirect URI must have the type Web, " +
					"or Mobile and desktop application, and no policy must forbid offline access."),
			}
		}
		return whoSignedIn(app, got, got.Rolled, app.Now())
	}
}

// whoSignedIn reads the user from the access token, and refuses another tenant's.
func whoSignedIn(app entra.App, got entra.Redeemed, refreshToken string,
	obtainedAt time.Time) (LoginResult, error) {
	if err := wrongTenant(app.Method, got.AccessToken, app.TenantID); err != nil {
		return LoginResult{}, err
	}
	claims, _ := auth.ParseClaims(got.AccessToken)
	return LoginResult{
		RefreshToken: refreshToken,
		Username:     claims.UPN,
		TenantID:     cmp.Or(claims.TenantID, app.TenantID),
		ClientID:     app.ClientID,
		MFA:          claims.MFA,
		ObtainedAt:   obtainedAt,
	}, nil
}
