terraform {
  required_providers {
    partnercenter = {
      source = "terraform-partnercenter/partnercenter"
    }
  }
}

provider "partnercenter" {}

locals {
  subscription_id = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
  event_id        = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14"
}

data "partnercenter_fraud_events" "with_details" {}

data "partnercenter_fraud_events" "without_details" {
  include_details = false
}

data "partnercenter_fraud_event" "it" {
  subscription_id = local.subscription_id
  event_id        = local.event_id
}

data "partnercenter_fraud_event_summary" "it" {}

data "partnercenter_client_config" "it" {}

resource "partnercenter_fraud_event_resolution" "it" {
  subscription_id = local.subscription_id
  event_id        = local.event_id
  status          = "Resolved"
  reason          = "Fraud"
}

resource "partnercenter_fraud_event_resolutions" "it" {
  subscription_id = local.subscription_id
  resolutions     = { (local.event_id) = { status = "Resolved", reason = "Fraud" } }
}
