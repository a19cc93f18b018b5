# Alerts about a penetration test, by id, whenever the record of that test
# changes.
locals {
  penetration_test = {
    ticket          = "SEC-1101"
    subscription_id = "2f8e6a90-71c4-4b3d-9a05-d4c6b1e87f32"
    event_ids       = ["2f8e6a90-71c4-4b3d-9a05-d4c6b1e87f32_e7b09c35-64d1-4f8a-b2e6-19a5c3d70f48"]
  }
}

resource "terraform_data" "penetration_test" {
  input = local.penetration_test

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.partnercenter_update_fraud_events.penetration_test]
    }
  }
}

action "partnercenter_update_fraud_events" "penetration_test" {
  config {
    subscription_ids = [local.penetration_test.subscription_id]
    event_ids        = local.penetration_test.event_ids
    status           = "Resolved"
    reason           = "Legitimate"
    annotations      = { ticket = local.penetration_test.ticket }
  }
}
