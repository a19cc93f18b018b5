// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// Feature is a feature that tests use but that not every supported CLI has. It is also a check for
// plugin-testing:
//
//	TerraformVersionChecks: []tfversion.TerraformVersionCheck{acctest.Actions()},
type Feature struct {
	name string
	// The first version with the feature; nil if no version has it.
	terraform, openTofu *version.Version
}

var _ tfversion.TerraformVersionCheck = Feature{}

// RemovedBlocks are removed blocks with a destroy option in their lifecycle. Earlier versions of
// OpenTofu always forget, and have no such block.
func RemovedBlocks() Feature {
	return Feature{name: "removed blocks with a lifecycle", terraform: tfversion.Version1_7_0,
		openTofu: tfversion.Version1_10_0}
}

// EphemeralVariables are variables that are not stored in plans or state.
func EphemeralVariables() Feature {
	return Feature{name: "ephemeral variables", terraform: tfversion.Version1_10_0,
		openTofu: tfversion.Version1_11_0}
}

// IdentityImport is an import block with an identity.
func IdentityImport() Feature {
	return Feature{name: "import by identity", terraform: tfversion.Version1_12_0,
		openTofu: tfversion.Version1_12_0}
}

// ListResources are list blocks and the query command.
func ListResources() Feature {
	return Feature{name: "list resources", terraform: tfversion.Version1_14_0}
}

// Actions are action blocks, their triggers, and apply -invoke.
func Actions() Feature {
	return Feature{name: "actions", terraform: tfversion.Version1_14_0}
}

// Lacks returns why the program lacks the feature, or "" if it has it. A pre-release counts as its
// release.
func (c CLI) Lacks(f Feature) string {
	since := f.terraform
	if c.Product == "OpenTofu" {
		since = f.openTofu
	}
	switch {
	case since == nil:
		return fmt.Sprintf("%s %s lacks %s", c.Product, c.Version, f.name)
	case c.Version.Core().LessThan(since):
		segments := since.Segments()
		return fmt.Sprintf("%s %s lacks %s (new in %d.%d)", c.Product, c.Version, f.name, segments[0],
			segments[1])
	}
	return ""
}

// CheckTerraformVersion skips the test if the program under test lacks the feature.
func (f Feature) CheckTerraformVersion(
	ctx context.Context, _ tfversion.CheckTerraformVersionRequest,
	resp *tfversion.CheckTerraformVersionResponse,
) {
	c, err := underTest(ctx)
	if err != nil {
		resp.Error = err
		return
	}
	resp.Skip = c.Lacks(f)
}

// SkipWithout skips a test that runs the program under test itself, if the program lacks one of the
// features.
func SkipWithout(t testing.TB, features ...Feature) {
	t.Helper()
	for _, feature := range features {
		c, err := underTest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if reason := c.Lacks(feature); reason != "" {
			t.Skip(reason)
		}
	}
}
