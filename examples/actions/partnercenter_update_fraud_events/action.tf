# Old alerts of low severity that somebody has looked through. To preview and run it:
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

    # Should it be another number by the time it is invoked, nothing is written.
    expected_count = 212

    # Into the audit log, for the auditor. Never sent.
    annotations = {
      ticket     = "SEC-1107"
      decided_by = "kim@contoso.com"
    }
  }
}
