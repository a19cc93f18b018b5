// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// An existing event, because only Microsoft can create one.
const (
	subscriptionVariable = "PARTNERCENTER_TEST_SUBSCRIPTION_ID"
	eventVariable        = "PARTNERCENTER_TEST_EVENT_ID"
)

// The declared decision is the one that Partner Center already has, so that this test writes
// nothing.
const decisionAsItIs = `
variable "subscription_id" { type = string }
variable "event_id" { type = string }

data "partnercenter_fraud_events" "all" {
  subscription_id = var.subscription_id
}

locals {
  event = one([for event in data.partnercenter_fraud_events.all.events : event
  if event.event_id == var.event_id])
}

resource "partnercenter_fraud_event_resolution" "test" {
  subscription_id = var.subscription_id
  event_id        = var.event_id
  status          = local.event.status
  reason          = local.event.reason
}
`

func TestAccFraudEventResolution_AdoptsAnUnchangedEvent(t *testing.T) {
	t.Parallel()
	subscriptionID, eventID := os.Getenv(subscriptionVariable), os.Getenv(eventVariable)
	if subscriptionID == "" && eventID == "" {
		t.Skipf("%s and %s name no event of a real Partner Center", subscriptionVariable, eventVariable)
	}
	live := adoptsAnUnchangedEvent(subscriptionID, eventID, settings.ProcessEnvironment())
	live.PreCheck = func() {
		if subscriptionID == "" || eventID == "" {
			t.Fatalf("set both %s and %s to an event that Partner Center lists", subscriptionVariable,
				eventVariable)
		}
	}
	resource.Test(t, live)
}

// Almost nobody has an account for the live test, so its steps also run here.
func TestLive_AdoptsAnUnchangedEventOfTheEmulator(t *testing.T) {
	t.Parallel()
	for status, reason := range map[string]string{"Active": "", "Investigating": "",
		"Resolved": "Legitimate"} {
		s := acctest.StartEmulator(t, emulator.NewEvent(adatum, "unchanged"))
		if status != "Active" {
			expect.NoError(t, s.ChangeStatus("unchanged", status, reason, "colleague@contoso.com"))
		}
		resource.UnitTest(t, adoptsAnUnchangedEvent(adatum, "unchanged", environmentOf(s.Env())))
		expect.Equal(t, status+": writes", 0, s.Count(emulator.KindUpdate))
	}
}

func environmentOf(variables map[string]string) settings.Environment {
	return settings.Environment{
		Lookup: func(name string) (string, bool) {
			value, ok := variables[name]
			return value, ok
		},
		Environ: func() []string {
			var lines []string
			for name, value := range variables {
				lines = append(lines, name+"="+value)
			}
			return lines
		},
	}
}

// adoptsAnUnchangedEvent creates, plans, and imports a decision that an event already matches.
func adoptsAnUnchangedEvent(subscriptionID, eventID string,
	environment settings.Environment) resource.TestCase {
	const address = "partnercenter_fraud_event_resolution.test"
	variables := config.Variables{
		"subscription_id": config.StringVariable(subscriptionID),
		"event_id":        config.StringVariable(eventID),
	}
	return resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"partnercenter": providerserver.NewProtocol6WithError(
				provider.NewWithEnvironment("test", environment)()),
		},
		Steps: []resource.TestStep{
			{
				Config:          decisionAsItIs,
				ConfigVariables: variables,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("listed"), knownvalue.Bool(true)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("event_type"), knownvalue.NotNull()),
				},
			},
			{
				Config:          decisionAsItIs,
				ConfigVariables: variables,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
			{
				Config:                               decisionAsItIs,
				ConfigVariables:                      variables,
				ResourceName:                         address,
				ImportState:                          true,
				ImportStateId:                        subscriptionID + "/" + eventID,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "event_id",
				// An import sets the options to their defaults, and follows no earlier decision.
				ImportStateVerifyIgnore: []string{"previous_status", "allow_overwrite", "allow_unlisted",
					"reactivate_on_destroy"},
			},
		},
	}
}
