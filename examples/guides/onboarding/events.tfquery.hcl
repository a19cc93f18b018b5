# Everything that waits for a decision. The limit is well above the number of alerts: a warning says if it is not.
list "partnercenter_fraud_event_resolution" "open" {
  provider = partnercenter
  limit    = 1000

  config {
    statuses = ["Active", "Investigating"]
  }
}
