terraform {
  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

# Secrets come from the environment: PARTNERCENTER_CLIENT_SECRET has the secret
# of the app registration, and PARTNERCENTER_REFRESH_TOKEN the refresh token of
# a user with the Admin agent role who signed in with MFA.
provider "partnercenter" {
  tenant_id = "contoso-partner.onmicrosoft.com"
  client_id = "6b1c4f0e-8f2d-4a53-9d1e-2f7a60c5b3d8"
}
