# Our decisions: one instance for each decided entry in the file.
resource "partnercenter_fraud_event_resolution" "decision" {
  for_each = local.decisions

  subscription_id = each.value.subscription_id
  event_id        = each.value.event_id
  status          = each.value.status
  reason          = each.value.reason
  annotations     = each.value.annotations
  allow_overwrite = each.value.allow_overwrite
  allow_unlisted  = each.value.allow_unlisted

  lifecycle {
    precondition {
      condition = length(local.wrong[each.key]) == 0
      error_message = join("\n", [for what in local.wrong[each.key] :
        "The decision \"${each.key}\" ${what}"
      ])
    }
  }
}
