data "partnercenter_usage_summary" "current" {}

check "no_customer_is_over_budget" {
  assert {
    condition     = data.partnercenter_usage_summary.current.customers_over_budget == 0
    error_message = "Some customers have exceeded their budget. Look for fraud."
  }
}
