// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// refreshTokenLife is how long a refresh token lives from its issue: docs-dev/api.md, Sign-in.
const refreshTokenLife = 90 * 24 * time.Hour

// loginFlags are the flags of "partnercenter login".
type loginFlags struct {
	signIn     signInFlags
	deviceCode bool
	print      bool
}

// runLogin signs a user in and keeps the refresh token, or prints it.
func runLogin(ctx context.Context, args []string, env environment) error {
	var in loginFlags
	flags := newFlagSet("login", env.stderr)
	in.signIn.register(flags)
	flags.BoolVar(&in.deviceCode, "device-code", false,
		"sign in on another device, with a code; for public clients only")
	flags.BoolVar(&in.print, "print", false,
		"print the refresh token, and it alone, to standard output, and keep it nowhere")
	if err := parseFlags(flags, args); err != nil {
		return err
	}
	if in.print && in.signIn.tokenCache != "" {
		return usageError(env, "--print and --token-cache are two places for one token: give one of them")
	}
	cfg, err := in.signIn.authConfig(env, configuredRefreshTokens()...)
	if err != nil {
		return err
	}
	if !in.print && cfg.TokenCachePath == "" {
		return usageError(env, "say where the refresh token goes: --token-cache FILE (or "+
			"PARTNERCENTER_TOKEN_CACHE_PATH), or --print")
	}
	if !in.print {
		if err := auth.PrepareLogin(ctx, cfg); err != nil { // before anybody signs in for nothing
			return err
		}
	}
	result, err := signInNow(ctx, cfg, in.deviceCode, env)
	if err != nil {
		return err
	}
	sayWhoSignedIn(env, result)
	if in.print {
		return printSecret(env, result.RefreshToken)
	}
	if err := auth.SaveLogin(ctx, cfg, result); err != nil {
		return err
	}
	sayWhereItIs(env, cfg.TokenCachePath, result)
	return nil
}

// configuredRefreshTokens are the variables of a refresh token, which a new sign-in does not need.
func configuredRefreshTokens() []string {
	return []string{"PARTNERCENTER_REFRESH_TOKEN", "PARTNERCENTER_REFRESH_TOKEN_FILE_PATH"}
}

func signInNow(ctx context.Context, cfg auth.Config, deviceCode bool,
	env environment) (auth.LoginResult, error) {
	if deviceCode {
		return auth.LoginWithDeviceCode(ctx, cfg,
			func(message string) { say(env.stderr, "%s\n", message) })
	}
	return auth.LoginWithBrowser(ctx, cfg, func(address string) error {
		err := env.open(address)
		switch {
		case err == nil:
			say(env.stderr, "The browser shows the sign-in page. Use an account with the Admin agent "+
				"role. If it does not, open this address:\n\n%s\n\n", address)
		case errors.Is(err, errNoBrowser):
			say(env.stderr, "No browser can be opened here. Open this address in one on this "+
				"machine:\n\n%s\n\n", address)
		default:
			say(env.stderr, "The browser cannot be opened (%v). Open this address in one on this "+
				"machine:\n\n%s\n\n", err, address)
		}
		return nil // a person can still open the address
	})
}

func sayWhoSignedIn(env environment, result auth.LoginResult) {
	user := result.Username
	if user == "" {
		user = "a user whom the tokens do not name"
	}
	say(env.stderr, "Signed in as %s in the tenant %s, for the app %s.\n", user, result.TenantID,
		result.ClientID)
	switch {
	case result.MFA == nil:
		say(env.stderr, "The tokens do not say whether with MFA: partnercenter doctor asks Partner "+
			"Center.\n")
	case *result.MFA:
		say(env.stderr, "The token says that this was with MFA.\n")
	default:
		say(env.stderr, "Warning: this was WITHOUT MFA, and Partner Center refuses such sign-ins. "+
			"Have the user register for MFA "+
			"(https://aka.ms/mfasetup) or require it by policy, and sign in again.\n")
	}
}

func sayWhereItIs(env environment, path string, result auth.LoginResult) {
	say(env.stderr, "The refresh token is in %s. It lives until %s unless it is used before: "+
		"every use brings a new one.\n",
		path, result.ObtainedAt.Add(refreshTokenLife).Format(time.DateOnly))
	configured, _ := files.Expand(env.getenv("PARTNERCENTER_TOKEN_CACHE_PATH"), env.getenv)
	if configured != path {
		say(env.stderr, "The provider uses it with token_cache_path, or with:\n  export "+
			"PARTNERCENTER_TOKEN_CACHE_PATH=%s\n", quoteShell(path))
	}
	for _, variable := range append(configuredRefreshTokens(), "PARTNERCENTER_ACCESS_TOKEN") {
		if env.getenv(variable) != "" {
			say(env.stderr, "Warning: %s is set, and wins over what is now in the file. Unset it.\n",
				variable)
		}
	}
}

// printSecret writes a secret where a person has asked for it, and nothing else.
func printSecret(env environment, secret string) error {
	_, err := env.stdout.Write([]byte(secret + "\n"))
	return err
}
