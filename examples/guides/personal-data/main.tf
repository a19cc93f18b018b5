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

# The number of open events, without the events.
data "partnercenter_fraud_event_summary" "open" {
  statuses = ["Active", "Investigating"]
}

# Decisions with a ticket instead of names: the ticket system records who
# decided, and protects that data.
resource "partnercenter_fraud_event_resolutions" "adatum" {
  subscription_id = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"

  resolutions = {
    "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14" = {
      status      = "Resolved"
      reason      = "Fraud"
      annotations = { ticket = "SEC-1042" }
    }
  }
}

output "open_events" {
  value = data.partnercenter_fraud_event_summary.open.total
}
