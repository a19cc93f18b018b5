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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
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
	const address = "partnercenter_fraud_event_resolution.test"
	subscriptionID, eventID := os.Getenv(subscriptionVariable), os.Getenv(eventVariable)
	if subscriptionID == "" && eventID == "" {
		t.Skipf("%s and %s name no event of a real Partner Center", subscriptionVariable, eventVariable)
	}
	variables := config.Variables{
		"subscription_id": config.StringVariable(subscriptionID),
		"event_id":        config.StringVariable(eventID),
	}

	resource.Test(t, resource.TestCase{
		PreCheck: func() {
			if subscriptionID == "" || eventID == "" {
				t.Fatalf("set both %s and %s to an event that Partner Center lists", subscriptionVariable,
					eventVariable)
			}
		},
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"partnercenter": providerserver.NewProtocol6WithError(provider.New("test")()),
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
			},
		},
	})
}
