# One alert in full, for example to see the affected resources before you
# decide.
data "partnercenter_fraud_event" "mining" {
  subscription_id = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
  event_id        = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14"
}

output "affected_resources" {
  value = data.partnercenter_fraud_event.mining.affected_resources[*].azure_resource_id
}
