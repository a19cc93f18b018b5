terraform {
  # Ephemeral resources require OpenTofu 1.11 or Terraform 1.10.
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
