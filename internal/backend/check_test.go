// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

const (
	guid1 = "11111111-1111-4111-8111-111111111111"
	guid2 = "22222222-2222-4222-8222-222222222222"
	guid3 = "33333333-3333-4333-8333-333333333333"
)

// block holds the values of a provider block.
func block(values map[string]string) settings.Given {
	given := settings.Given{}
	for name, value := range values {
		given[name] = settings.Setting{Value: value, Origin: name}
	}
	return given
}

func resolve(values, environment map[string]string) (settings.Settings, []*anatomy.Mistake) {
	return settings.Resolve(block(values), func(name string) (string, bool) {
		value, isSet := environment[name]
		return value, isSet
	}, backend.CheckValue)
}

// settle resolves a provider block against an environment, and expects no problems.
func settle(t *testing.T, values, environment map[string]string) settings.Settings {
	t.Helper()
	s, problems := resolve(values, environment)
	for _, p := range problems {
		t.Errorf("unexpected problem: %v", p)
	}
	return s
}

// refused expects one problem that names the variable.
func refused(t *testing.T, name, value string) {
	t.Helper()
	_, problems := resolve(nil, map[string]string{name: value})
	if len(problems) != 1 || problems[0].Origin != name ||
		!strings.Contains(problems[0].Error(), name) {
		t.Errorf("%s=%q gives %v, want one problem that names the variable", name, value, problems)
	}
}

func placeholders() []string {
	return []string{"$(NAME)", "$(System.AccessToken)", "${{ secrets.NAME }}", "${{secrets.NAME}}",
		"${NAME}", " ${NAME}\n", "${NAME:-}", `"$(NAME)"`, "'${NAME}'"}
}

func TestResolve_PlaceholdersAreNoValues(t *testing.T) {
	t.Parallel()
	for _, name := range settings.Names() {
		for _, value := range placeholders() {
			for _, variable := range settings.Variables(name) {
				refused(t, variable, value)
			}
			problems := settings.Check(block(map[string]string{name: value}), backend.CheckValue)
			if len(problems) != 1 || string(problems[0].Setting) != name ||
				!strings.Contains(problems[0].Error(), "placeholder") {
				t.Errorf("%s = %q: %v, want one problem", name, value, problems)
			}
		}
	}
	// secrets may contain anything
	for _, value := range []string{"s3cret$(NAME)", "${", "$()x", "$NAME", "{{ NAME }}"} {
		if err := backend.CheckValue("client_secret", value); err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// No folder or host has such a name, and the provider would create a file there.
func TestResolve_PlaceholdersArePartOfNoPathAndNoAddress(t *testing.T) {
	t.Parallel()
	places := append(slices.DeleteFunc(settings.Names(),
		func(name string) bool { return !settings.IsPath(name) }),
		"base_url", "authority_host", "oidc_request_url")
	for _, name := range places {
		for _, value := range []string{"/x/$(Agent.TempDirectory)/y", "${{ runner.temp }}/y",
			"/x/${NAME}", "https://$(HOST)/", "https://${HOST}"} {
			refused(t, settings.Variables(name)[0], value)
			err := backend.CheckValue(name, value)
			if err == nil || !strings.Contains(err.Error(), "contains an unreplaced placeholder") {
				t.Errorf("%s = %q: %v", name, value, err)
			}
		}
	}
	for _, value := range []string{"/x/$name/y", "/x/{name}", "/x/(y)", "/x/$/(y)"} {
		if err := backend.CheckValue("token_cache_path", value); err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// TestCheckValue_AgreesWithTheUserOfTheValue has a right and a wrong value for each setting with a
// rule. The message continues after the name of the setting, and does not repeat the name.
func TestCheckValue_AgreesWithTheUserOfTheValue(t *testing.T) {
	t.Parallel()
	for setting, values := range map[string]struct{ right, wrong string }{
		"base_url":           {"https://gateway.example.com/partner", "http://api.example.com"},
		"environment":        {"china", "mars"},
		"tenant_id":          {"contoso.onmicrosoft.com", "common"},
		"client_id":          {guid1, "my app"},
		"authority_host":     {"https://login.microsoftonline.us", "http://login.example.com"},
		"refresh_token":      {"a.b-c", "Bearer a.b-c"},
		"access_token":       {"a.b-c", `"a.b-c"`},
		"oidc_token":         {"a.b-c", "a.b c"},
		"oidc_request_token": {"a.b-c", "Bearer a.b-c"},
		"client_certificate": {"MIIA", "?"},
	} {
		if err := backend.CheckValue(setting, values.right); err != nil {
			t.Errorf("%s = %q: %v", setting, values.right, err)
		}
		switch err := backend.CheckValue(setting, values.wrong); {
		case err == nil:
			t.Errorf("%s = %q was taken", setting, values.wrong)
		case strings.HasPrefix(err.Error(), setting), strings.HasPrefix(err.Error(), "the base URL"):
			t.Errorf("%s = %q: %q repeats the name", setting, values.wrong, err)
		}
	}
}

func TestCheckValue_RepeatsNoSecret(t *testing.T) {
	t.Parallel()
	const secret = "top~secret value"
	for _, name := range settings.Names() {
		for _, problem := range settings.Check(block(map[string]string{name: secret}),
			backend.CheckValue) {
			if settings.IsSecret(name) && strings.Contains(problem.Error(), secret) {
				t.Errorf("%s: %v", name, problem)
			}
		}
	}
}
