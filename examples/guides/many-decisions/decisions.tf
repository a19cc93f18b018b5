locals {
  decisions       = yamldecode(file("decisions.yaml"))
  by_subscription = { for key, decision in local.decisions : decision.subscription_id => decision... }
}

resource "partnercenter_fraud_event_resolutions" "decisions" {
  for_each = local.by_subscription

  subscription_id = each.key
  resolutions = {
    for decision in each.value : decision.event_id => {
      status      = decision.status
      reason      = try(decision.reason, null)
      annotations = { for name in ["ticket", "decided_by", "rationale"] : name => decision[name] }
    }
  }
}
