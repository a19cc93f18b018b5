terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

# One provider for each partner tenant, with its own tenant, app, and user.
provider "partnercenter" {
  alias                   = "emea"
  tenant_id               = "contoso-emea.onmicrosoft.com"
  client_id               = "6b1c4f0e-8f2d-4a53-9d1e-2f7a60c5b3d8"
  use_oidc                = true
  refresh_token_file_path = "/run/secrets/emea/refresh-token"
}

provider "partnercenter" {
  alias                   = "us"
  tenant_id               = "contoso-us.onmicrosoft.com"
  client_id               = "e05d8b1f-94c7-4c1e-8a3b-7d2f6091c4ab"
  use_oidc                = true
  refresh_token_file_path = "/run/secrets/us/refresh-token"
}

module "emea" {
  source         = "./tenant"
  decisions_file = "decisions/emea.yaml"
  providers      = { partnercenter = partnercenter.emea }
}

module "us" {
  source         = "./tenant"
  decisions_file = "decisions/us.yaml"
  providers      = { partnercenter = partnercenter.us }
}
