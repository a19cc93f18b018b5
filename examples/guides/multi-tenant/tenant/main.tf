terraform {
  required_providers {
    partnercenter = {
      source = "terraform-partnercenter/partnercenter"
    }
  }
}

variable "decisions_file" {
  description = "The decisions about events of this tenant."
  type        = string
}

locals {
  decisions = yamldecode(file(var.decisions_file))
}

resource "partnercenter_fraud_event_resolution" "decision" {
  for_each = local.decisions

  subscription_id = each.value.subscription_id
  event_id        = each.value.event_id
  status          = each.value.status
  reason          = try(each.value.reason, null)
  annotations     = { ticket = each.value.ticket }
}
