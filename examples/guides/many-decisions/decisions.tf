locals {
  decisions       = yamldecode(file("decisions.yaml"))
  evidence        = ["ticket", "decided_by", "rationale"]
  by_subscription = { for key, decision in local.decisions : decision.subscription_id => key... }

  # An entry that lacks evidence, with what it lacks.
  lacking = { for key, decision in local.decisions :
    key => [for name in local.evidence : name if try(length(tostring(decision[name])), 0) == 0]
  }
}

resource "partnercenter_fraud_event_resolutions" "decisions" {
  for_each = local.by_subscription

  subscription_id = each.key
  resolutions = {
    for key in each.value : local.decisions[key].event_id => {
      status      = local.decisions[key].status
      reason      = try(local.decisions[key].reason, null)
      annotations = { for name in local.evidence : name => try(tostring(local.decisions[key][name]), null) }
    }
  }

  lifecycle {
    precondition {
      condition = alltrue([for key in each.value : length(local.lacking[key]) == 0])
      error_message = join("\n", [
        for key in each.value : "The decision \"${key}\" lacks evidence: write ${join(", ", local.lacking[key])}."
        if length(local.lacking[key]) > 0
      ])
    }
  }
}
