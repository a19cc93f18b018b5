// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// Readers copy the examples. Each one is valid for the provider unchanged, whatever else is in its
// folder.
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

// A file with a query next to a configuration does not disturb any CLI, even one without queries.
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

// needs returns the features of an example that are a syntax error for a CLI without them.
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

func TestExamplesAndPages_ExistForEverythingThatTheProviderHas(t *testing.T) {
	t.Parallel()
	schemas := providerSchemas(t)
	expected := []string{"docs/index.md", "examples/provider/provider.tf"}
	for name := range schemas.ResourceSchemas {
		example := "examples/resources/" + name
		expected = append(expected, example+"/resource.tf", "docs/resources/"+shortName(name)+".md")
		if isImportable(t, name) {
			expected = append(expected, example+"/import.sh", example+"/import-by-string-id.tf",
				example+"/import-by-identity.tf")
		}
	}
	for name := range schemas.DataSourceSchemas {
		expected = append(expected, "examples/data-sources/"+name+"/data-source.tf",
			"docs/data-sources/"+shortName(name)+".md")
	}
	for name := range schemas.ListResourceSchemas {
		expected = append(expected, "examples/list-resources/"+name+"/list-resource.tfquery.hcl",
			"docs/list-resources/"+shortName(name)+".md")
	}
	for name := range schemas.ActionSchemas {
		expected = append(expected, "examples/actions/"+name+"/action.tf",
			"docs/actions/"+shortName(name)+".md")
	}
	for _, path := range expected {
		if _, err := os.Stat(filepath.Join(root, path)); err != nil {
			t.Error(err)
		}
	}
}

// A page without a counterpart in the provider describes something that does not exist.
func TestExamplesAndPages_DescribeNothingThatTheProviderLacks(t *testing.T) {
	t.Parallel()
	schemas := providerSchemas(t)
	for _, kind := range []struct {
		folder string
		known  map[string]*tfprotov6.Schema
	}{
		{"resources", schemas.ResourceSchemas},
		{"data-sources", schemas.DataSourceSchemas},
		{"list-resources", schemas.ListResourceSchemas},
		{"actions", actionSchemas(schemas)},
	} {
		known := slices.Collect(maps.Keys(kind.known))
		for _, path := range glob(t, "examples/"+kind.folder+"/*") {
			if name := filepath.Base(path); !slices.Contains(known, name) {
				t.Errorf("%s: the provider has no %s", path, name)
			}
		}
		for _, path := range glob(t, "docs/"+kind.folder+"/*.md") {
			if name := "partnercenter_" + strings.TrimSuffix(filepath.Base(path),
				".md"); !slices.Contains(known, name) {
				t.Errorf("%s: the provider has no %s", path, name)
			}
		}
	}
}

// Every attribute, block and element of every schema has a description, because the pages are
// generated from nothing else.
func TestSchemas_DescribeEveryAttribute(t *testing.T) {
	t.Parallel()
	schemas := providerSchemas(t)
	describe(t, "provider", schemas.Provider.Block)
	for name, schema := range schemas.ResourceSchemas {
		describe(t, name, schema.Block)
	}
	for name, schema := range schemas.DataSourceSchemas {
		describe(t, "data."+name, schema.Block)
	}
	for name, schema := range schemas.ListResourceSchemas {
		describe(t, "list."+name, schema.Block)
	}
	for name, schema := range actionSchemas(schemas) {
		describe(t, "action."+name, schema.Block)
	}
}

func actionSchemas(schemas *tfprotov6.GetProviderSchemaResponse) map[string]*tfprotov6.Schema {
	all := map[string]*tfprotov6.Schema{}
	for name, action := range schemas.ActionSchemas {
		all[name] = action.Schema
	}
	return all
}

func describe(t *testing.T, name string, block *tfprotov6.SchemaBlock) {
	t.Helper()
	if block.Description == "" {
		t.Errorf("%s has no description", name)
	}
	describeAttributes(t, name, block.Attributes)
}

func describeAttributes(t *testing.T, name string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, attribute := range attributes {
		if attribute.Description == "" {
			t.Errorf("%s.%s has no description", name, attribute.Name)
		}
		if attribute.NestedType != nil {
			describeAttributes(t, name+"."+attribute.Name, attribute.NestedType.Attributes)
		}
	}
}

func shortName(typeName string) string {
	return strings.TrimPrefix(typeName, "partnercenter_")
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths := expect.Must(filepath.Glob(filepath.Join(root, pattern)))(t)
	return paths
}
