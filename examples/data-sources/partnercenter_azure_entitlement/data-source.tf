# The status of the subscription behind an alert.
data "partnercenter_azure_entitlement" "attacked" {
  customer_tenant_id = "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593"
  subscription_id    = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
}

check "contained" {
  assert {
    condition     = data.partnercenter_azure_entitlement.attacked.status == "inactive"
    error_message = "The subscription still runs."
  }
}
