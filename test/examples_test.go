// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// Readers copy the examples. Each one is valid for the provider as it is, whatever else stands in
// its folder.
func TestExamples_AreValid(t *testing.T) {
	t.Parallel()
	configurations := map[string][]string{
		"decisions-as-code": glob(t, "examples/decisions-as-code/*"),
	}
	for _, pattern := range []string{"examples/provider/*.tf", "examples/data-sources/*/*.tf",
		"examples/resources/*/resource*.tf", "examples/actions/*/action*.tf"} {
		for _, file := range glob(t, pattern) {
			configurations[file] = []string{file}
		}
	}
	for _, file := range glob(t, "examples/resources/*/import-by-*.tf") {
		configurations[file] = []string{file, filepath.Join(filepath.Dir(file), "resource.tf")}
	}

	for name, files := range configurations {
		t.Run(filepath.ToSlash(strings.TrimPrefix(name, filepath.Join(root, "examples")+
			string(filepath.Separator))), func(t *testing.T) {
			t.Parallel()
			acctest.SkipWithout(t, needs(name)...)
			expectValid(t, files)
		})
	}
}

// A file with a query beside a configuration disturbs no CLI, also one that knows no queries.
func TestQueries_AreValid(t *testing.T) {
	t.Parallel()
	queries := append(glob(t, "examples/list-resources/*/*.tfquery.hcl"),
		glob(t, "examples/guides/*/*.tfquery.hcl")...)
	if len(queries) < 2 {
		t.Fatalf("found %q", queries)
	}
	for _, query := range queries {
		t.Run(filepath.Base(query), func(t *testing.T) {
			t.Parallel()
			expectValid(t, []string{filepath.Join(root, "examples", "provider", "provider.tf"), query})
			acctest.SkipWithout(t, acctest.ListResources())
			main := filepath.Join(root, "examples", "guides", onboarding, "main.tf")
			expectValid(t, []string{main, query}, "-query")
		})
	}
}

// needs returns what an example uses that is a syntax error for a CLI without it.
func needs(example string) []acctest.Feature {
	switch {
	case filepath.Base(example) == "import-by-identity.tf":
		return []acctest.Feature{acctest.IdentityImport()}
	case filepath.Base(example) == keyVault:
		return []acctest.Feature{acctest.EphemeralVariables()}
	case filepath.Base(example) == onboarding:
		return []acctest.Feature{acctest.ListResources()}
	case strings.HasPrefix(filepath.Base(example), "action"), filepath.Base(example) == bulkCleanUp:
		return []acctest.Feature{acctest.Actions()}
	}
	return nil
}

// expectValid validates a configuration of these files alone.
func expectValid(t *testing.T, files []string, options ...string) {
	t.Helper()
	w := acctest.NewWorkspace(t, nil)
	for _, file := range files {
		copyFile(t, file, w.Folder)
	}
	w.Must("init", "-backend=false")
	w.Must(append([]string{"validate"}, options...)...)
}

func copyFile(t *testing.T, file, dir string) {
	t.Helper()
	content := expect.Must(os.ReadFile(file))(t)
	expect.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(file)), content, 0o600))
}
