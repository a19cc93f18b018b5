terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

variable "decisions" {
  description = "Decisions about fraud events, each with its ticket."
  type = map(object({
    subscription_id = string
    event_id        = string
    status          = string
    reason          = optional(string)
    ticket          = string
  }))

  validation {
    condition = alltrue([for decision in var.decisions :
      can(regex("^SEC-[0-9]+$", decision.ticket))
    ])
    error_message = "Every decision needs a ticket such as SEC-1042."
  }
}

resource "partnercenter_fraud_event_resolution" "decision" {
  for_each = var.decisions

  subscription_id = each.value.subscription_id
  event_id        = each.value.event_id
  status          = each.value.status
  reason          = each.value.reason
  annotations     = { ticket = each.value.ticket }
}
