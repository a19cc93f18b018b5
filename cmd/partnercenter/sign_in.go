// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// signInFlags are the settings that have a flag too. Secrets have none: others can read a command
// line.
type signInFlags struct {
	cloud, tenantID, clientID, tokenCache string
}

func (f *signInFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.cloud, "environment", "",
		"the `cloud`: global, usgovernment, or china (PARTNERCENTER_ENVIRONMENT)")
	flags.StringVar(&f.tenantID, "tenant-id", "",
		"the partner's own `tenant`, as a GUID or a domain (PARTNERCENTER_TENANT_ID)")
	flags.StringVar(&f.clientID, "client-id", "",
		"the app registration's client `id` (PARTNERCENTER_CLIENT_ID)")
	flags.StringVar(&f.tokenCache, "token-cache", "",
		"the `file` that keeps the refresh token (PARTNERCENTER_TOKEN_CACHE_PATH)")
}

// given are the flags that were set.
func (f *signInFlags) given() settings.Given {
	return settings.Given{
		"environment":      {Value: f.cloud, Origin: "--environment"},
		"tenant_id":        {Value: f.tenantID, Origin: "--tenant-id"},
		"client_id":        {Value: f.clientID, Origin: "--client-id"},
		"token_cache_path": {Value: f.tokenCache, Origin: "--token-cache"},
	}
}

// resolve merges the flags with the environment, without the variables that are left out.
func (f *signInFlags) resolve(env environment, leftOut ...string) (settings.Settings, error) {
	for _, warning := range settings.UnknownVariables(env.values) {
		say(env.stderr, "Warning: %s\n", warning)
	}
	settled, mistakes := settings.Resolve(f.given(), func(name string) (string, bool) {
		if slices.Contains(leftOut, name) {
			return "", false
		}
		return env.lookup(name)
	}, backend.CheckValue)
	var errs []error
	for _, mistake := range mistakes {
		errs = append(errs, mistake)
	}
	return settled, errors.Join(errs...)
}

// authConfig is for the commands that handle refresh tokens: other user sources are none of their
// business.
func (f *signInFlags) authConfig(env environment, leftOut ...string) (signin.Config, error) {
	settled, err := f.resolve(env,
		append(leftOut, "PARTNERCENTER_ACCESS_TOKEN", "PARTNERCENTER_USE_CLI")...)
	if err != nil {
		return signin.Config{}, err
	}
	return backend.AuthConfig(settled,
		backend.Options{UserAgent: userAgent(), Warn: func(_ context.Context, message string) {
			say(env.stderr, "Warning: %s\n", message)
		}})
}
