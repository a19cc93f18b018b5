# The budgets of all customers, with their amounts.
list "partnercenter_customer_usage_budget" "all" {
  provider         = partnercenter
  include_resource = true
  limit            = 5000 # Terraform's default is 100
}
