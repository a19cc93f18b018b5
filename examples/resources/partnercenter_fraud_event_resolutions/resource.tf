locals {
  # Keep the decisions in a separate file: yamldecode(file("decisions.yaml")).
  # In a local, it is decoded once. In for_each, it would be decoded again for
  # every instance.
  decisions = yamldecode(<<-YAML
    adatum-miner:
      subscription_id: "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
      event_id: "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14"
      status: Resolved
      reason: Fraud
      ticket: SEC-1042

    fabrikam-load-test:
      subscription_id: "2f8e6a90-71c4-4b3d-9a05-d4c6b1e87f32"
      event_id: "2f8e6a90-71c4-4b3d-9a05-d4c6b1e87f32_e7b09c35-64d1-4f8a-b2e6-19a5c3d70f48"
      status: Resolved
      reason: Ignore
      ticket: SEC-1043

    fabrikam-new-region:
      subscription_id: "2f8e6a90-71c4-4b3d-9a05-d4c6b1e87f32"
      event_id: "2f8e6a90-71c4-4b3d-9a05-d4c6b1e87f32_8d41f2b6-c07e-4359-8e1a-5b6f90d3a27c"
      status: Investigating
      ticket: SEC-1047
  YAML
  )

  by_subscription = { for key, decision in local.decisions :
    decision.subscription_id => decision...
  }
}

# One instance for each subscription, with all decisions about its events.
resource "partnercenter_fraud_event_resolutions" "decisions" {
  for_each = local.by_subscription

  subscription_id = each.key
  resolutions = {
    for decision in each.value : decision.event_id => {
      status      = decision.status
      reason      = try(decision.reason, null)
      annotations = { ticket = decision.ticket }
    }
  }
}
