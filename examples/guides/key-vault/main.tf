# A provider block can use an ephemeral value, which is written to neither the
# plan nor the state.
provider "partnercenter" {
  tenant_id     = "contoso-partner.onmicrosoft.com"
  client_id     = "6b1c4f0e-8f2d-4a53-9d1e-2f7a60c5b3d8"
  client_secret = local.client_secret
  refresh_token = local.refresh_token
}

data "partnercenter_fraud_events" "open" {
  statuses        = ["Active", "Investigating"]
  include_details = false
}

output "open_events" {
  description = "How many fraud events wait for a decision."
  value       = length(data.partnercenter_fraud_events.open.events)
}
