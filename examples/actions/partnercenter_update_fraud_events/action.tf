# Old low-severity alerts that somebody has reviewed. To preview and run the
# action:
#   terraform plan  -invoke=action.partnercenter_update_fraud_events.old_alerts
#   terraform apply -invoke=action.partnercenter_update_fraud_events.old_alerts
action "partnercenter_update_fraud_events" "old_alerts" {
  config {
    subscription_ids = ["9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3", "2f8e6a90-71c4-4b3d-9a05-d4c6b1e87f32"]

    status = "Resolved"
    reason = "Ignore"

    filter = {
      detected_before = "2026-02-01T00:00:00Z"
      statuses        = ["Active"]
      severities      = ["Low"]
    }

    # If the number differs at invocation, the action writes nothing.
    expected_count = 212

    # For the auditor, in the audit log. Never sent to Partner Center.
    annotations = {
      ticket     = "SEC-1107"
      decided_by = "kim@contoso.com"
    }
  }
}
