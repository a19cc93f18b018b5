terraform {
  required_providers {
    partnercenter = {
      source = "terraform-partnercenter/partnercenter"
    }
  }
}

provider "partnercenter" {}

locals {
  decisions = yamldecode(file("decisions.yaml"))
}

resource "partnercenter_fraud_event_resolution" "decision" {
  for_each = local.decisions

  subscription_id = each.value.subscription_id
  event_id        = each.value.event_id
  status          = each.value.status
  reason          = try(each.value.reason, null)
  annotations     = { for name in ["ticket", "decided_by", "approved_by"] : name => each.value[name] if can(each.value[name]) }
}
