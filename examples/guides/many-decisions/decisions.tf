locals {
  by_subscription = { for key, decision in local.decisions :
    lower(decision.subscription_id) => key...
  }
}

# Our decisions: one instance for each subscription.
resource "partnercenter_fraud_event_resolutions" "decisions" {
  for_each = local.by_subscription

  subscription_id = each.key
  resolutions = {
    for key in each.value : local.decisions[key].event_id => {
      status          = local.decisions[key].status
      reason          = local.decisions[key].reason
      annotations     = local.decisions[key].annotations
      allow_overwrite = local.decisions[key].allow_overwrite
      allow_unlisted  = local.decisions[key].allow_unlisted
    }
  }

  lifecycle {
    precondition {
      condition = alltrue([for key in each.value :
        length(local.wrong[key]) == 0
      ])
      error_message = join("\n", flatten([for key in each.value :
        [for what in local.wrong[key] : "The decision \"${key}\" ${what}"]
      ]))
    }
  }
}
