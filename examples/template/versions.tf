terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

# Everything comes from PARTNERCENTER_* variables, so that this folder is the same on a desk and in a pipeline.
provider "partnercenter" {}
