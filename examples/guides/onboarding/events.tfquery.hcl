# Every event that waits for a decision. Set the limit well above the number of
# alerts. If it is too low, a warning says so.
list "partnercenter_fraud_event_resolution" "open" {
  provider = partnercenter
  limit    = 1000

  config {
    statuses = ["Active", "Investigating"]
  }
}
