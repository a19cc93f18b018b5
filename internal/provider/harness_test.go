// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

const (
	subscriptionA = "2a7064fb-1e33-4007-974e-352cb3f2c805"
	subscriptionB = "77777777-aaaa-4bbb-8ccc-352cb3f2c805"
	colleague     = "kim@contoso.com"
)

func startEmulator(t *testing.T, events ...emulator.Event) *emulator.Server {
	t.Helper()
	return acctest.StartEmulator(t, events...)
}

// event is an active event of subscription A.
func event(id string, change ...func(*emulator.Event)) emulator.Event {
	e := emulator.NewEvent(subscriptionA, id)
	for _, c := range change {
		c(&e)
	}
	return e
}

// providersFor serves the provider with the environment that points at the emulator, changed by
// overrides.
func providersFor(s *emulator.Server,
	overrides ...map[string]string) map[string]func() (tfprotov6.ProviderServer, error) {
	environment := s.Env()
	for _, o := range overrides {
		maps.Copy(environment, o)
	}
	return providersIn(environment)
}

// providersIn serves the provider with that environment.
func providersIn(environment map[string]string) map[string]func() (tfprotov6.ProviderServer,
	error) {
	factory := provider.NewWithEnvironment("test", settings.Environment{
		Lookup: func(name string) (string, bool) {
			value, isSet := environment[name]
			return value, isSet
		},
		Environ: func() (environ []string) {
			for name, value := range environment {
				environ = append(environ, name+"="+value)
			}
			return environ
		},
	})
	return map[string]func() (tfprotov6.ProviderServer, error){
		"partnercenter": func() (tfprotov6.ProviderServer, error) {
			return provider.ServerOf(factory)(), nil
		},
	}
}
