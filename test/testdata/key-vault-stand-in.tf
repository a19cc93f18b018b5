# Stands in for vault.tf of examples/guides/key-vault, whose provider is not here when tests run.
terraform {
  required_providers {
    partnercenter = {
      source = "terraform-partnercenter/partnercenter"
    }
  }
}

variable "secret" {
  type      = string
  ephemeral = true
}

locals {
  refresh_token = var.secret
  client_secret = var.secret
}
