// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package rotate redeems the refresh token, and stores the new one.
package rotate

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/access"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

type flags struct {
	access  access.Flags
	out     string
	print   bool
	timeout time.Duration
}

// New returns the command.
func New(env cli.Environment) *cobra.Command {
	var in flags
	cmd := &cobra.Command{
		Use:   "rotate",
		Short: "Redeem the refresh token, and store the new one",
		Long: `Redeem the refresh token, and store the new one.

A refresh token expires 90 days after it was issued. A weekly job that runs this command replaces it
in time. The new token goes to the token cache, to the file of --out, or with --print to standard
output. All other settings come from the PARTNERCENTER_* variables, as for the provider.`,
		Example: `  partnercenter rotate --token-cache ~/.partnercenter/tokens.json
  partnercenter rotate --out refresh-token`,
		Args: cli.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return in.run(cmd.Context(), env) },
	}
	in.access.Register(cmd)
	cli.OutVar(cmd, env, &in.out, "out", "write the new refresh token to this `file` (mode 0600)",
		"use --print")
	cmd.Flags().BoolVar(&in.print, "print", false,
		"print only the new refresh token to standard output")
	cli.TimeoutVar(cmd, &in.timeout)
	return cmd
}

func (in flags) run(ctx context.Context, env cli.Environment) error {
	if in.print && in.out != "" {
		return cli.WrongUsage("--print conflicts with --out.")
	}
	cfg, err := in.access.SignIn(env)
	if err != nil {
		return err
	}
	if !in.print && in.out == "" && cfg.TokenCachePath == "" {
		return cli.WrongUsage("one of --out FILE, --print, and --token-cache FILE (or " +
			"PARTNERCENTER_TOKEN_CACHE_PATH) is required, to store or print the new refresh token.")
	}
	ctx, cancel := context.WithTimeout(ctx, in.timeout)
	defer cancel()
	return in.rotate(ctx, cfg, env)
}

func (in flags) rotate(ctx context.Context, cfg signin.Config, env cli.Environment) error {
	var out *files.Private
	if in.out != "" { // before redeeming anything
		file, err := files.NewPrivate(in.out)
		if err != nil {
			return err
		}
		defer file.Discard()
		out = file
	}
	result, err := signin.Rotate(ctx, cfg)
	if err != nil {
		return err
	}
	if result.ObtainedAt.IsZero() {
		env.Warn("Entra ID returned no new refresh token. The old one remains, and still expires 90 " +
			"days after it was issued.")
	} else {
		env.Say("The new refresh token is valid until %s.\n", result.ExpiresAt().Format(time.DateOnly))
	}
	if result.MFA != nil && !*result.MFA {
		env.Warn("its sign-in was WITHOUT MFA, and Partner Center refuses such sign-ins. %s",
			access.SignInWithMFA)
	}
	switch {
	case in.print:
		return env.Print("the refresh token", []byte(result.RefreshToken+"\n"))
	case out != nil:
		return out.Write([]byte(result.RefreshToken))
	default:
		return checkKept(cfg.TokenCachePath, result)
	}
}

// checkKept reports a token that is not in the token cache, if that is its only store. Elsewhere, a
// failed save is a warning.
func checkKept(path string, result signin.LoginResult) error {
	if result.ObtainedAt.IsZero() {
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !strings.Contains(string(content), result.RefreshToken) {
		return fmt.Errorf("the new refresh token is not in the token cache. The previous one is still "+
			"valid. Make %s writable, and run the command again", path)
	}
	return nil
}
