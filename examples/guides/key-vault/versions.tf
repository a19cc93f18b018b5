terraform {
  # Ephemeral resources: OpenTofu 1.11 and later. Of Terraform, 1.10 would do.
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
