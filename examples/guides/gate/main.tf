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

variable "resolve_within" {
  description = "How long an alert of high severity may stay unresolved."
  type        = string
  default     = "24h"
}

data "partnercenter_fraud_events" "overdue" {
  statuses        = ["Active", "Investigating"]
  severities      = ["High"]
  detected_before = timeadd(plantimestamp(), "-${var.resolve_within}")
  include_details = false

  lifecycle {
    postcondition {
      condition     = length(self.events) == 0
      error_message = "Unresolved for longer than ${var.resolve_within}: ${join(", ", self.events[*].event_id)}."
    }
  }
}
