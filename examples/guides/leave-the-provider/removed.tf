# Replaces the resource block. Terraform forgets every decision that the block
# declared.
removed {
  from = partnercenter_fraud_event_resolution.decided

  lifecycle {
    destroy = false
  }
}
