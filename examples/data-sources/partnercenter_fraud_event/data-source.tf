# One alert in full, for example to see the affected resources before you decide.
data "partnercenter_fraud_event" "mining" {
  subscription_id = "2a7064fb-1e33-4007-974e-352cb3f2c805"
  event_id        = "2525c1f8-1a0e-4a3f-9d5e-8f0c6b7a9d10"
}

output "affected_resources" {
  value = data.partnercenter_fraud_event.mining.affected_resources[*].azure_resource_id
}
