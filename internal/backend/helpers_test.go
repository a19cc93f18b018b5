// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend_test

import (
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
