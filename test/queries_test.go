// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"path/filepath"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
)

func TestQueries_AreValid(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	validateQueries(t, filepath.Join(root, "examples", "guides", onboarding, "main.tf"), "-query")
}

// A file with a query beside a configuration disturbs no CLI.
func TestQueries_AreLeftAloneByWhatValidatesConfigurations(t *testing.T) {
	t.Parallel()
	validateQueries(t, filepath.Join(root, "examples", "provider", "provider.tf"))
}

// validateQueries validates each example of a query beside the configuration.
func validateQueries(t *testing.T, main string, options ...string) {
	t.Helper()
	queries := append(glob(t, "examples/list-resources/*/*.tfquery.hcl"),
		glob(t, "examples/guides/*/*.tfquery.hcl")...)
	if len(queries) == 0 {
		t.Fatal("there are none")
	}
	for _, query := range queries {
		t.Run(filepath.Base(filepath.Dir(query))+"/"+filepath.Base(query), func(t *testing.T) {
			t.Parallel()
			expectValid(t, []string{main, query}, options...)
		})
	}
}
