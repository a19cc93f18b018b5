# Every event that waits for a decision.
list "partnercenter_fraud_event_resolution" "open" {
  provider = partnercenter
  limit    = 1000 # the newest ones; Terraform's default is 100

  config {
    statuses = ["Active", "Investigating"]
  }
}
