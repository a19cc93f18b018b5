# Copyright (c) terraform-partnercenter authors
# SPDX-License-Identifier: MPL-2.0

terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

provider "partnercenter" {}

# Hear of it: guide 24 has the receiver.
resource "partnercenter_webhook_registration" "alerts" {
  webhook_url = "https://hooks.contoso.com/partnercenter"

  webhook_events = [
    "azure-fraud-event-detected",
    "usagerecords-thresholdExceeded",
  ]
}

# Limit it: a monthly budget for each customer, in the customer's currency.
resource "partnercenter_customer_usage_budget" "customer" {
  for_each = {
    "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593" = 500 # Adatum
    "a248da34-6840-4c67-82d7-7f55ccd50d03" = 200 # Fabrikam
  }

  customer_tenant_id = each.key
  amount             = each.value
}
