// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const queryAddress = "partnercenter_fraud_event_resolution.test"

// query is a configuration of one query with further arguments.
func query(arguments string) string {
	return "provider \"partnercenter\" {}\nlist \"partnercenter_fraud_event_resolution\" \"test\" " +
		"{\n  provider = partnercenter\n" + arguments + "\n}\n"
}

// queryOf is a test of queries.
func queryOf(s *emulator.Server, steps ...resource.TestStep) resource.TestCase {
	for i := range steps {
		steps[i].Query = true
	}
	return resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{acctest.ListResources()},
		ProtoV6ProviderFactories: providersFor(s), Steps: steps,
	}
}

func exactly(text string) knownvalue.Check { return knownvalue.StringExact(text) }

func TestResolutionQuery_FindsWhatMatches(t *testing.T) {
	t.Parallel()
	identity := func(subscription, id string) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{"subscription_id": exactly(subscription),
			"event_id": exactly(id)}
	}
	resource.UnitTest(t, queryOf(startEmulator(t, varied()...),
		resource.TestStep{
			Config: query(`include_resource = true
				config {
					statuses       = ["active", "Resolved"]
					severities     = ["low"]
					detected_after = "2026-01-01T00:00:00Z"
					timeouts {
						list = "1m"
					}
				}`),
			QueryResultChecks: []querycheck.QueryResultCheck{
				querycheck.ExpectLength(queryAddress, 2),
				querycheck.ExpectIdentity(queryAddress, identity(subscriptionA, "e3")),
				querycheck.ExpectIdentity(queryAddress, identity(subscriptionB, "e4")),
				querycheck.ExpectResourceDisplayName(queryAddress,
					queryfilter.ByResourceIdentity(identity(subscriptionA, "e3")),
					exactly("Fabrikam, "+mining+", Low, Resolved (Ignore), 2026-01-03T12:00:00Z")),
				querycheck.ExpectResourceKnownValues(queryAddress,
					queryfilter.ByResourceIdentity(identity(subscriptionA, "e3")),
					[]querycheck.KnownValueCheck{
						{Path: tfjsonpath.New("status"), KnownValue: exactly("Resolved")},
						{Path: tfjsonpath.New("reason"), KnownValue: exactly("Ignore")},
						{Path: tfjsonpath.New("resolved_by"), KnownValue: exactly(colleague)},
						{Path: tfjsonpath.New("listed"), KnownValue: knownvalue.Bool(true)},
						{Path: tfjsonpath.New("allow_overwrite"), KnownValue: knownvalue.Bool(false)},
						{Path: tfjsonpath.New("annotations"), KnownValue: knownvalue.Null()},
					}),
			},
		},
		resource.TestStep{
			Config: query("limit = 3"),
			QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength(queryAddress, 3),
				querycheck.ExpectIdentity(queryAddress, identity(subscriptionB, "e5"))},
		},
		resource.TestStep{Config: query(`config { subscription_id = "` + subscriptionA + `" }`),
			QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength(queryAddress, 3)}},
	))
}
