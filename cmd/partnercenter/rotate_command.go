// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// rotateFlags are the flags of "partnercenter rotate".
type rotateFlags struct {
	signIn signInFlags
	out    string
	print  bool
}

func newRotateCommand(env environment) *cobra.Command {
	var in rotateFlags
	cmd := &cobra.Command{
		Use:   "rotate",
		Short: "Redeem the refresh token, and store the new one",
		Long: `Redeem the refresh token, and store the new one.

A refresh token dies after 90 days without use. A weekly job that runs this command keeps it alive.
The new token goes to the token cache, to the file of --out, or with --print to standard output.
All other settings come from the PARTNERCENTER_* variables, as for the provider.`,
		Example: `  partnercenter rotate --token-cache ~/.partnercenter/tokens.json
  partnercenter rotate --out refresh-token`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return runRotate(cmd.Context(), in, env) },
	}
	flags := cmd.Flags()
	in.signIn.register(flags)
	completeSignIn(cmd)
	pathVar(flags, env, &in.out, "out", "write the new refresh token to this `file` (mode 0600)")
	completeFiles(cmd, "out")
	flags.BoolVar(&in.print, "print", false,
		"print only the new refresh token to standard output")
	return cmd
}

// runRotate redeems the refresh token and stores or prints the new one.
func runRotate(ctx context.Context, in rotateFlags, env environment) error {
	if in.print && in.out != "" {
		return wrongUsage("--print conflicts with --out")
	}
	if in.out == "-" {
		return wrongUsage("--out - names a file: use --print for standard output, or --out ./- for " +
			"that file")
	}
	cfg, err := in.signIn.authConfig(env)
	if err != nil {
		return err
	}
	if !in.print && in.out == "" && cfg.TokenCachePath == "" {
		return wrongUsage("one of --out FILE, --print, and --token-cache FILE (or " +
			"PARTNERCENTER_TOKEN_CACHE_PATH) is required, to store or print the new refresh token")
	}
	return rotate(ctx, in, cfg, env)
}

func rotate(ctx context.Context, in rotateFlags, cfg signin.Config, env environment) error {
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
		say(env.stderr, "Warning: Entra ID returned no new refresh token. The old one remains, and "+
			"still expires 90 days after it was issued.\n")
	} else {
		say(env.stderr, "The new refresh token is valid until %s.\n",
			result.ObtainedAt.Add(refreshTokenLife).Format(time.DateOnly))
	}
	sayIfWithoutMFA(env, result)
	switch {
	case in.print:
		return printSecret(env, result.RefreshToken)
	case out != nil:
		return out.Write([]byte(result.RefreshToken))
	default:
		return checkKept(cfg.TokenCachePath, result)
	}
}

func sayIfWithoutMFA(env environment, result signin.LoginResult) {
	if result.MFA != nil && !*result.MFA {
		say(env.stderr, "Warning: its sign-in was WITHOUT MFA, and Partner Center refuses such "+
			"sign-ins. %s\n", signInWithMFA)
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
		return errors.New("the new refresh token is not in the token cache. " +
			fmt.Sprintf("The previous one is still valid. Make %s writable, and run the command again",
				path))
	}
	return nil
}
