// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
)

// TestResolutionIdentity_EveryKindOfImport of an event in every status plans nothing, also with
// configuration that Terraform generates. Ids that plugin-testing does not write down well are in
// TestQuery_GeneratedConfigurationPlansNothing.
func TestResolutionIdentity_EveryKindOfImport(t *testing.T) {
	t.Parallel()
	for _, at := range []struct{ id, status, reason string }{
		{"plain", "Active", ""},
		{"a/b//c", "Investigating", ""},
		{`say "no"`, "Resolved", "Fraud"},
		{`a\b`, "Resolved", "Ignore"},
		{"…é☃", "Resolved", "Legitimate"},
	} {
		t.Run(at.status+at.reason, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event(at.id))
			colleagueSets(t, s, at.id, at.status, at.reason)
			resource.UnitTest(t, resource.TestCase{
				TerraformVersionChecks:   []tfversion.TerraformVersionCheck{acctest.IdentityImport()},
				ProtoV6ProviderFactories: providersFor(s),
				Steps:                    importSteps(at.id, at.status, at.reason),
			})
			expectWrites(t, s, 0)
		})
	}
}

// importSteps adopt the event, and then import it in every way.
func importSteps(id, status, reason string) []resource.TestStep {
	decision := fmt.Sprintf("status = %q", status)
	if reason != "" {
		decision += fmt.Sprintf("\nreason = %q", reason)
	}
	steps := []resource.TestStep{{
		Config: resolution(id, decision),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(resolutionAddress,
			map[string]knownvalue.Check{
				"subscription_id": exactly(subscriptionA), "event_id": exactly(id),
			})},
	}}
	add := func(step resource.TestStep) {
		step.ImportState, step.ResourceName, step.ImportStateId = true, resolutionAddress,
			subscriptionA+"/"+id
		steps = append(steps, step)
	}
	add(resource.TestStep{
		ImportStateKind: resource.ImportCommandWithID, ImportStateVerify: true,
		ImportStateVerifyIdentifierAttribute: "event_id", ImportStateVerifyIgnore: notFromImport(),
	})
	for _, generate := range []bool{false, true} {
		add(resource.TestStep{ImportStateKind: resource.ImportBlockWithID, GenerateConfig: generate})
		add(resource.TestStep{ImportStateKind: resource.ImportBlockWithResourceIdentity,
			GenerateConfig: generate})
	}
	return steps
}
