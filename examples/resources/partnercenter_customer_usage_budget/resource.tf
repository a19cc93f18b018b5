resource "partnercenter_customer_usage_budget" "contoso" {
  customer_tenant_id = "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593"
  amount             = 1500.50 # a month
}
