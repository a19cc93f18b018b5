terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

# Atlantis keeps its disk between runs, so the token cache can be there. On AKS,
# the pod authenticates the app with its workload identity. On other platforms,
# replace oidc_token_file_path with client_certificate_path.
provider "partnercenter" {
  tenant_id            = "contoso-partner.onmicrosoft.com"
  client_id            = "6b1c4f0e-8f2d-4a53-9d1e-2f7a60c5b3d8"
  oidc_token_file_path = "/var/run/secrets/azure/tokens/azure-identity-token"
  token_cache_path     = "/atlantis-data/partnercenter/tokens.json"
}

data "partnercenter_fraud_events" "open" {
  statuses        = ["Active", "Investigating"]
  include_details = false
}

output "open_events" {
  description = "How many fraud events wait for a decision."
  value       = length(data.partnercenter_fraud_events.open.events)
}
