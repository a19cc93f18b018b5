# What else the customer runs.
data "partnercenter_azure_entitlements" "running" {
  customer_tenant_id = "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593"
  statuses           = ["active"]
}

output "running" {
  value = data.partnercenter_azure_entitlements.running.entitlements[*].friendly_name
}
