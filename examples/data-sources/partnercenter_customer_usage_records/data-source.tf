data "partnercenter_customer_usage_records" "current" {}

# The security score counts the customers who have a budget.
check "every_customer_has_a_budget" {
  assert {
    condition = alltrue([
      for c in data.partnercenter_customer_usage_records.current.customers : c.budget_amount != null
    ])
    error_message = "Set a spending budget for every customer."
  }
}
