terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

# The run authenticates the app with the OIDC token that Spacelift writes to a
# file. PARTNERCENTER_REFRESH_TOKEN is a secret environment variable of the
# stack.
provider "partnercenter" {
  tenant_id            = "contoso-partner.onmicrosoft.com"
  client_id            = "6b1c4f0e-8f2d-4a53-9d1e-2f7a60c5b3d8"
  oidc_token_file_path = "/mnt/workspace/spacelift.oidc"
}

data "partnercenter_fraud_events" "open" {
  statuses        = ["Active", "Investigating"]
  include_details = false
}

output "open_events" {
  description = "How many fraud events wait for a decision."
  value       = length(data.partnercenter_fraud_events.open.events)
}
