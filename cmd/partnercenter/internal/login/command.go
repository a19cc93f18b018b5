// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package login signs in a user, and stores the refresh token.
package login

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/access"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/shell"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

type flags struct {
	access     access.Flags
	deviceCode bool
	print      bool
}

// New returns the command.
func New(env cli.Environment) *cobra.Command {
	var in flags
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Sign in a user with MFA, and store the refresh token",
		Long: `Sign in a user with MFA, and store the refresh token.

The command opens the sign-in page in a browser. With --device-code, the user signs in on another
device. The refresh token goes to the token cache, or with --print to standard output. All other
settings come from the PARTNERCENTER_* variables, as for the provider.`,
		Example: `  partnercenter login --token-cache ~/.partnercenter/tokens.json
  partnercenter login --device-code --print`,
		Args: cli.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return in.run(cmd.Context(), env) },
	}
	in.access.Register(cmd)
	cmd.Flags().BoolVar(&in.deviceCode, "device-code", false,
		"sign in on another device with a code; for public clients only")
	cmd.Flags().BoolVar(&in.print, "print", false,
		"print only the refresh token to standard output, and do not store it")
	return cmd
}

func (in flags) run(ctx context.Context, env cli.Environment) error {
	if in.print && in.access.TokenCache != "" {
		return cli.WrongUsage("--print conflicts with --token-cache.")
	}
	cfg, err := in.access.SignIn(env, configuredRefreshTokens()...)
	if err != nil {
		return err
	}
	if !in.print && cfg.TokenCachePath == "" {
		return cli.WrongUsage("one of --token-cache FILE (or PARTNERCENTER_TOKEN_CACHE_PATH) and " +
			"--print is required, to store or print the refresh token.")
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
		return env.Print("the refresh token", []byte(result.RefreshToken+"\n"))
	}
	if err := signin.SaveLogin(ctx, cfg, result); err != nil {
		return err
	}
	sayWhereItIs(env, cfg.TokenCachePath, result)
	return nil
}

// configuredRefreshTokens are the variables for a refresh token, which a new sign-in does not need.
func configuredRefreshTokens() []string {
	return []string{"PARTNERCENTER_REFRESH_TOKEN", "PARTNERCENTER_REFRESH_TOKEN_FILE_PATH"}
}

func signInNow(ctx context.Context, cfg signin.Config, deviceCode bool,
	env cli.Environment) (signin.LoginResult, error) {
	if deviceCode {
		return signin.LoginWithDeviceCode(ctx, cfg, func(message string) { env.Say("%s\n", message) })
	}
	return signin.LoginWithBrowser(ctx, cfg, func(address string) error {
		err := open(env, address)
		switch {
		case err == nil:
			env.Say("The browser shows the sign-in page. Use an account with the Admin agent role. If "+
				"the page does not appear, open this address:\n\n%s\n\n", address)
		case errors.Is(err, ErrNoBrowser):
			env.Say("There is no browser here. Open this address in a browser on this "+
				"machine:\n\n%s\n\n", address)
		default:
			env.Say("The browser cannot be opened (%v). Open this address in a browser on this "+
				"machine:\n\n%s\n\n", err, address)
		}
		return nil // a person can still open the address
	})
}

func sayWhoSignedIn(env cli.Environment, result signin.LoginResult) {
	env.Say("Signed in as %s in the tenant %s, for the app %s.\n",
		cmp.Or(result.Username, "an unknown user"), result.TenantID, result.ClientID)
	switch {
	case result.MFA == nil:
		env.Say("The tokens do not say whether the sign-in had MFA. To ask Partner Center, run " +
			"partnercenter doctor.\n")
	case *result.MFA:
		env.Say("According to the token, the user signed in with MFA.\n")
	default:
		env.Warn("the sign-in was WITHOUT MFA, and Partner Center refuses such sign-ins. Register the " +
			"user for MFA (https://aka.ms/mfasetup), or require MFA by policy, and sign in again.")
	}
}

func sayWhereItIs(env cli.Environment, path string, result signin.LoginResult) {
	env.Say("The refresh token is in %s. It expires on %s. Every use before then renews it.\n", path,
		result.ExpiresAt().Format(time.DateOnly))
	configured, _ := files.Expand(env.Getenv("PARTNERCENTER_TOKEN_CACHE_PATH"), env.Getenv)
	if configured != path {
		env.Say("The provider uses it with token_cache_path, or with:\n  export "+
			"PARTNERCENTER_TOKEN_CACHE_PATH=%s\n", shell.For("", "").Quote(path))
	}
	for _, variable := range append(configuredRefreshTokens(), "PARTNERCENTER_ACCESS_TOKEN") {
		if env.Getenv(variable) != "" {
			env.Warn("%s is set, and takes precedence over the token in the file. Unset it.", variable)
		}
	}
}
