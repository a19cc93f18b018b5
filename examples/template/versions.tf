terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

# All settings come from PARTNERCENTER_* variables, so this folder works both
# locally and in a pipeline.
provider "partnercenter" {}
