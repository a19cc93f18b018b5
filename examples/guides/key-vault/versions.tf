terraform {
  # Ephemeral resources: Terraform 1.10 and later, OpenTofu 1.11 and later.
  required_version = ">= 1.11"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.23"
    }
  }
}
