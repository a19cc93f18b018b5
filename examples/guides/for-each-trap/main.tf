terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

provider "partnercenter" {}

# DO NOT DO THIS. The list of open events must not determine the decisions.
data "partnercenter_fraud_events" "open" {
  statuses        = ["Active"]
  severities      = ["Low"]
  include_details = false
}

resource "partnercenter_fraud_event_resolution" "noise" {
  for_each = { for event in data.partnercenter_fraud_events.open.events : event.event_id => event }

  subscription_id = each.value.subscription_id
  event_id        = each.key
  status          = "Resolved"
  reason          = "Ignore"
}
