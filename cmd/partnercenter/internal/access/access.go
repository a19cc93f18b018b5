// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package access turns flags and variables into a sign-in and a connection.
package access

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// SignInWithMFA is the advice if Partner Center refuses the sign-in.
const SignInWithMFA = "Run `partnercenter login`, and sign in as an Admin agent with MFA."

// Flags are the settings that also have a flag. Secrets have none, because others can read a
// command line.
type Flags struct {
	api, cloud, tenantID, clientID string
	TokenCache                     string
}

// Register adds the flags to a command.
func (f *Flags) Register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.cloud, "environment", "",
		"the `cloud`: global, usgovernment, or china (PARTNERCENTER_ENVIRONMENT)")
	flags.StringVar(&f.tenantID, "tenant-id", "",
		"the partner's own `tenant`, as a GUID or a domain (PARTNERCENTER_TENANT_ID)")
	flags.StringVar(&f.clientID, "client-id", "",
		"the app registration's client `id` (PARTNERCENTER_CLIENT_ID)")
	flags.StringVar(&f.TokenCache, "token-cache", "",
		"the `file` that keeps the refresh token (PARTNERCENTER_TOKEN_CACHE_PATH)")
	cli.CompleteWith(cmd, "environment", "global", "usgovernment", "china")
	cli.CompleteFiles(cmd, "token-cache")
}

// RegisterAPI adds the flag of commands that read fraud events.
func (f *Flags) RegisterAPI(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.api, "api", "",
		"the `API` of fraud events: partnercenter or graph (PARTNERCENTER_API)")
	cli.CompleteWith(cmd, "api", settings.APIs()...)
}

func (f Flags) given() settings.Given {
	return settings.Given{
		"api":              {Value: f.api, Origin: "--api"},
		"environment":      {Value: f.cloud, Origin: "--environment"},
		"tenant_id":        {Value: f.tenantID, Origin: "--tenant-id"},
		"client_id":        {Value: f.clientID, Origin: "--client-id"},
		"token_cache_path": {Value: f.TokenCache, Origin: "--token-cache"},
	}
}

// resolve merges the flags with the environment, except for the omitted variables.
func (f Flags) resolve(env cli.Environment, leftOut ...string) (settings.Settings, error) {
	for _, warning := range settings.UnknownVariables(env.Values) {
		env.Warn("%s", warning)
	}
	settled, mistakes := settings.Resolve(f.given(), func(name string) (string, bool) {
		if slices.Contains(leftOut, name) {
			return "", false
		}
		return env.Lookup(name)
	}, backend.CheckValue)
	var errs []error
	for _, mistake := range mistakes {
		errs = append(errs, mistake)
	}
	return settled, errors.Join(errs...)
}

// SignIn returns the sign-in for the commands that handle refresh tokens. It ignores other user
// sources.
func (f Flags) SignIn(env cli.Environment, leftOut ...string) (signin.Config, error) {
	settled, err := f.resolve(env,
		append(leftOut, "PARTNERCENTER_ACCESS_TOKEN", "PARTNERCENTER_USE_CLI")...)
	if err != nil {
		return signin.Config{}, err
	}
	return backend.AuthConfig(settled, options(env))
}

// options identify the caller. Warnings and failed attempts go to standard error.
func options(env cli.Environment) backend.Options {
	return backend.Options{UserAgent: env.UserAgent(),
		ObserveRetry: func(_ context.Context, r transport.Retry) { env.Say("%s\n", retryLine(r)) },
		Warn:         func(_ context.Context, message string) { env.Warn("%s", message) }}
}

// LoggingTo logs warnings and failed attempts, for a command whose output is a log.
func LoggingTo(log *slog.Logger) func(*backend.Options) {
	return func(o *backend.Options) {
		o.ObserveRetry = func(ctx context.Context, r transport.Retry) {
			log.WarnContext(ctx, "trying again", "reason", retryLine(r))
		}
		o.Warn = func(ctx context.Context, message string) {
			log.WarnContext(ctx, "warning", "reason", terminal.Visible(message))
		}
	}
}

// Connect connects with options that a command has changed.
func (f Flags) Connect(env cli.Environment, change ...func(*backend.Options)) (settings.Settings,
	*backend.Connection, error) {
	settled, err := f.resolve(env)
	if err != nil {
		return settled, nil, err
	}
	chosen := options(env)
	for _, c := range change {
		c(&chosen)
	}
	connection, err := backend.Connect(settled, chosen)
	return settled, connection, err
}

// Ledger reads fraud events from a service that cannot write. Until the caller calls done, it
// reports on standard error that the command is still at work.
func (f Flags) Ledger(env cli.Environment) (book *ledger.Ledger, done func(), err error) {
	p := startProgress(env)
	_, connection, err := f.Connect(env, func(o *backend.Options) { o.ObserveExchange = p.observe })
	if err != nil {
		p.stop()
		return nil, nil, err
	}
	return ledger.New(ledger.ReadOnly(connection.Events), nil), p.stop, nil
}
