# Needs no emulator: Terraform generates computed values, or takes them from
# this file.
mock_provider "partnercenter" {
  mock_resource "partnercenter_fraud_event_resolution" {
    defaults = {
      customer_friendly_name = "Adatum"
      resolved_by            = "kim@contoso-partner.example"
    }
  }
}

variables {
  decisions = {
    miner = {
      subscription_id = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
      event_id        = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14"
      status          = "Resolved"
      reason          = "Fraud"
      ticket          = "SEC-1042"
    }
  }
}

run "the_ticket_is_kept" {
  assert {
    condition     = partnercenter_fraud_event_resolution.decision["miner"].annotations.ticket == "SEC-1042"
    error_message = "The ticket is not kept."
  }

  assert {
    condition     = partnercenter_fraud_event_resolution.decision["miner"].customer_friendly_name == "Adatum"
    error_message = "The mock's customer is missing."
  }
}
