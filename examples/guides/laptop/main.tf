terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

# partnercenter login writes this file. Every run reads the newest refresh token
# from it and stores its replacement. The client secret, if the app has one,
# comes from PARTNERCENTER_CLIENT_SECRET.
provider "partnercenter" {
  tenant_id        = "contoso-partner.onmicrosoft.com"
  client_id        = "6b1c4f0e-8f2d-4a53-9d1e-2f7a60c5b3d8"
  token_cache_path = "~/.config/partnercenter/tokens.json"
}

data "partnercenter_fraud_events" "open" {
  statuses        = ["Active", "Investigating"]
  include_details = false
}

output "open_events" {
  description = "How many fraud events wait for a decision."
  value       = length(data.partnercenter_fraud_events.open.events)
}
