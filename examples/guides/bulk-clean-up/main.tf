terraform {
  required_version = ">= 1.14"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

provider "partnercenter" {}

variable "looked_through_until" {
  description = "Alerts that were detected before this time (RFC 3339) have been reviewed."
  type        = string
}

variable "dry_run" {
  description = "Report only, and write nothing."
  type        = bool
  default     = true
}

variable "expected_count" {
  description = "The expected number of alerts, from the dry run."
  type        = number
  default     = null

  validation {
    condition     = var.dry_run || var.expected_count != null
    error_message = "To write, say how many alerts you expect: the dry run counts them."
  }
}

# The subscriptions with alerts before that time.
data "partnercenter_fraud_events" "old" {
  detected_before = var.looked_through_until
  include_details = false
}

action "partnercenter_update_fraud_events" "ignore_old" {
  config {
    subscription_ids = toset(data.partnercenter_fraud_events.old.events[*].subscription_id)

    status = "Resolved"
    reason = "Ignore"

    filter = {
      detected_before = var.looked_through_until
    }

    expected_count = var.expected_count
    dry_run        = var.dry_run

    # For the auditor, in the audit log. Never sent to Partner Center.
    annotations = {
      ticket     = "SEC-1107"
      decided_by = "kim@contoso.com"
      rationale  = "Older than the first review, nothing left to act on"
    }
  }
}
