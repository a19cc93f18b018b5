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
  description = "How long an alert may stay unresolved, such as 24h or 90m."
  type        = string
  default     = "24h"

  validation {
    condition = can(
      timeadd("2000-01-01T00:00:00Z", "-${var.resolve_within}")
    )
    error_message = "resolve_within must be a duration such as 24h or 90m. A week is 168h: there is no unit for days."
  }
}

variable "lower_severities" {
  description = "Alerts of these severities do not close the gate. An alert without a severity, or with a new one, does."
  type        = set(string)
  default     = ["Low", "Medium"]
}

# No filter by status, severity, or time: a filter omits alerts without such a
# value or with a new one.
data "partnercenter_fraud_events" "listed" {
  include_details = false
}

locals {
  # All alerts except those that are resolved, of a lower severity, or recent.
  overdue = [for event in data.partnercenter_fraud_events.listed.events : event.event_id
    if event.status != "Resolved"
    && !contains(var.lower_severities, coalesce(event.severity, "none"))
    && timecmp(
      coalesce(event.event_time, "1970-01-01T00:00:00Z"),
      timeadd(plantimestamp(), "-${var.resolve_within}")
    ) < 0
  ]
}

output "overdue" {
  description = "The ids of the alerts that close the gate."
  value       = local.overdue

  precondition {
    condition     = length(local.overdue) == 0
    error_message = "Unresolved for longer than ${var.resolve_within}: ${join(", ", local.overdue)}."
  }
}
