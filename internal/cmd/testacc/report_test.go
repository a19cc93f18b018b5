// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

func TestReport_ShowsFeaturesCLIsAndReasons(t *testing.T) {
	t.Parallel()
	lacks := "Terraform 1.8.5 lacks import by identity (new in 1.12)"
	runs := []run{
		{
			cli:  cli.CLI{Path: "/opt/terraform", Product: "Terraform", Version: "1.8.5"},
			took: 81400 * time.Millisecond,
			results: []result{
				{name: "provider.TestResolution_CreateWrites", outcome: passed},
				{name: "provider.TestResolutionIdentity_ByBlock", outcome: skipped, reason: lacks},
				{name: "provider.TestResolutionIdentity_AtProtocol", outcome: passed},
				{name: "provider.TestSomething", outcome: passed},
			},
		},
		{
			cli: cli.CLI{Path: "/opt/tofu", Product: "OpenTofu", Version: "1.12.6"}, took: 90 * time.Second,
			results: []result{
				{name: "provider.TestResolutionIdentity_ByBlock", outcome: failed},
				{name: "provider.TestResolutionIdentity_AtProtocol", outcome: passed},
			},
		},
	}
	const want = `
Skipped with Terraform 1.8.5
  Terraform 1.8.5 lacks import by identity (new in 1.12):
    provider.TestResolutionIdentity_ByBlock

Failed with OpenTofu 1.12.6; again: TF_ACC_TERRAFORM_PATH=/opt/tofu make test ` +
		`TEST_ARGS='-run TestName'
    provider.TestResolutionIdentity_ByBlock

Feature              Terraform 1.8.5       OpenTofu 1.12.6
resource             1 passed              -
import by identity   1 passed, 1 skipped   1 failed, 1 passed
everything else      1 passed              -

CLI               passed   skipped   failed   time
Terraform 1.8.5   3        1         0        1m21s
OpenTofu 1.12.6   1        0         1        1m30s
`
	var got strings.Builder
	expect.NoError(t, report(&got, runs))
	if got.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
	}
}

func TestFeatureOf_TheLongestPrefixDecides(t *testing.T) {
	t.Parallel()
	rows := []feature{
		{"long", []string{"provider.TestResolutionImport_ByBlock", "test.TestExamples"}},
		{"short", []string{"provider.TestResolution"}},
		{"middle", []string{"provider.TestResolutionImport"}},
		{theRest, nil},
	}
	for name, want := range map[string]string{
		"provider.TestResolutionImport_ByBlock":   "long",
		"provider.TestResolutionImport_ByCommand": "middle",
		"provider.TestResolutionDrift_OfAFact":    "short",
		"test.TestExamples_AreValid/provider.tf":  "long",
		"test.TestResolution":                     theRest,
	} {
		expect.Equal(t, name, want, featureOf(rows, name))
	}
}

// A prefix that no test has any more would leave its feature untested without a word.
func TestFeatures_EachPrefixIsThatOfATest(t *testing.T) {
	t.Parallel()
	known := testNames(t)
	for _, f := range features() {
		for _, prefix := range f.prefixes {
			name, subtest, _ := strings.Cut(prefix, "/")
			found := false
			for _, test := range known {
				found = found || strings.HasPrefix(test, name) && (subtest == "" || test == name)
			}
			if !found {
				t.Errorf("%s: no test's name begins with %s", f.name, prefix)
			}
		}
	}
}

// testNames reads package.Test of all tests in the suite.
func testNames(t *testing.T) []string {
	t.Helper()
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	var names []string
	for _, folder := range packages() {
		folder = strings.TrimSuffix(folder, "/...")
		files := expect.Must(filepath.Glob(filepath.Join("..", "..", "..", folder, "*_test.go")))(t)
		for _, file := range files {
			content := expect.Must(os.ReadFile(file))(t)
			for _, match := range declaration.FindAllSubmatch(content, -1) {
				names = append(names, filepath.Base(folder)+"."+string(match[1]))
			}
		}
	}
	return names
}
