// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// refreshTokenLife is the lifetime of a refresh token: docs-dev/api.md, Sign-in.
const refreshTokenLife = 90 * 24 * time.Hour

// login is the name of the command.
const login = "login"

// loginFlags are the flags of "partnercenter login".
type loginFlags struct {
	signIn     signInFlags
	deviceCode bool
	print      bool
}

func newLoginCommand(env environment) *cobra.Command {
	var in loginFlags
	cmd := &cobra.Command{
		Use:   login,
		Short: "Sign in a user with MFA, and store the refresh token",
		Long: `Sign in a user with MFA, and store the refresh token.

The command opens the sign-in page in a browser. With --device-code, the user signs in on another
device. The refresh token goes to the token cache, or with --print to standard output. All other
settings come from the PARTNERCENTER_* variables, as for the provider.`,
		Example: `  partnercenter login --token-cache ~/.partnercenter/tokens.json
  partnercenter login --device-code --print`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return runLogin(cmd.Context(), in, env) },
	}
	flags := cmd.Flags()
	in.signIn.register(flags)
	completeSignIn(cmd)
	flags.BoolVar(&in.deviceCode, "device-code", false,
		"sign in on another device with a code; for public clients only")
	flags.BoolVar(&in.print, "print", false,
		"print only the refresh token to standard output, and do not store it")
	return cmd
}

// runLogin signs in a user and stores or prints the refresh token.
func runLogin(ctx context.Context, in loginFlags, env environment) error {
	if in.print && in.signIn.tokenCache != "" {
		return wrongUsage("--print conflicts with --token-cache")
	}
	cfg, err := in.signIn.authConfig(env, configuredRefreshTokens()...)
	if err != nil {
		return err
	}
	if !in.print && cfg.TokenCachePath == "" {
		return wrongUsage("one of --token-cache FILE (or PARTNERCENTER_TOKEN_CACHE_PATH) and " +
			"--print is " +
			"required, to store or print the refresh token")
	}
	if !in.print {
		if err := signin.PrepareLogin(ctx, cfg); err != nil { // before a user signs in for nothing
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
	if err := signin.SaveLogin(ctx, cfg, result); err != nil {
		return err
	}
	sayWhereItIs(env, cfg.TokenCachePath, result)
	return nil
}

// configuredRefreshTokens are the variables of a refresh token, which a new sign-in does not need.
func configuredRefreshTokens() []string {
	return []string{"PARTNERCENTER_REFRESH_TOKEN", "PARTNERCENTER_REFRESH_TOKEN_FILE_PATH"}
}

func signInNow(ctx context.Context, cfg signin.Config, deviceCode bool,
	env environment) (signin.LoginResult, error) {
	if deviceCode {
		return signin.LoginWithDeviceCode(ctx, cfg,
			func(message string) { say(env.stderr, "%s\n", message) })
	}
	return signin.LoginWithBrowser(ctx, cfg, func(address string) error {
		err := env.open(address)
		switch {
		case err == nil:
			say(env.stderr, "The browser shows the sign-in page. Use an account with the Admin agent "+
				"role. If the page does not appear, open this address:\n\n%s\n\n", address)
		case errors.Is(err, errNoBrowser):
			say(env.stderr, "There is no browser here. Open this address in a browser on this "+
				"machine:\n\n%s\n\n", address)
		default:
			say(env.stderr, "The browser cannot be opened (%v). Open this address in a browser on this "+
				"machine:\n\n%s\n\n", err, address)
		}
		return nil // a person can still open the address
	})
}

func sayWhoSignedIn(env environment, result signin.LoginResult) {
	user := result.Username
	if user == "" {
		user = "an unknown user"
	}
	say(env.stderr, "Signed in as %s in the tenant %s, for the app %s.\n", user, result.TenantID,
		result.ClientID)
	switch {
	case result.MFA == nil:
		say(env.stderr, "The tokens do not say whether the sign-in had MFA. To ask Partner Center, run "+
			"partnercenter doctor.\n")
	case *result.MFA:
		say(env.stderr, "According to the token, the user signed in with MFA.\n")
	default:
		say(env.stderr, "Warning: the sign-in was WITHOUT MFA, and Partner Center refuses such "+
			"sign-ins. Register the user for MFA (https://aka.ms/mfasetup), or require MFA by policy, "+
			"and sign in "+
			"again.\n")
	}
}

func sayWhereItIs(env environment, path string, result signin.LoginResult) {
	say(env.stderr, "The refresh token is in %s. It expires on %s. Every use before then renews "+
		"it.\n",
		path, result.ObtainedAt.Add(refreshTokenLife).Format(time.DateOnly))
	configured, _ := files.Expand(env.getenv("PARTNERCENTER_TOKEN_CACHE_PATH"), env.getenv)
	if configured != path {
		say(env.stderr, "The provider uses it with token_cache_path, or with:\n  export "+
			"PARTNERCENTER_TOKEN_CACHE_PATH=%s\n", quoteShell(path))
	}
	for _, variable := range append(configuredRefreshTokens(), "PARTNERCENTER_ACCESS_TOKEN") {
		if env.getenv(variable) != "" {
			say(env.stderr, "Warning: %s is set, and takes precedence over the token in the file. Unset "+
				"it.\n",
				variable)
		}
	}
}

// printSecret writes only a secret, on request.
func printSecret(env environment, secret string) error {
	_, err := env.stdout.Write([]byte(secret + "\n"))
	return err
}
