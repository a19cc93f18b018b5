variable "decisions_file" {
  description = "The YAML file with the decisions. A pull request changes this file and nothing else."
  type        = string
  default     = "decisions.yaml"
}

variable "review_within" {
  description = "How long an event may wait for a decision before every plan warns about it."
  type        = string
  default     = "24h"
}

locals {
  decisions = yamldecode(file(var.decisions_file))
  evidence  = ["ticket", "decided_by", "rationale"]
  decided   = [for decision in local.decisions : lower("${decision.subscription_id}/${decision.event_id}")]

  undecided = {
    for event in data.partnercenter_fraud_events.open.events : event.event_id => event
    if !contains(local.decided, lower("${event.subscription_id}/${event.event_id}"))
  }
}

# What is open in Partner Center now.
data "partnercenter_fraud_events" "open" {
  statuses        = ["Active", "Investigating"]
  include_details = false
}

# What we have decided: one instance for each entry of the file.
resource "partnercenter_fraud_event_resolution" "decision" {
  for_each = { for key, decision in local.decisions : key => decision }

  subscription_id = each.value.subscription_id
  event_id        = each.value.event_id
  status          = each.value.status
  reason          = try(each.value.reason, null)
  annotations     = { for name in local.evidence : name => try(each.value[name], null) }

  lifecycle {
    precondition {
      condition     = alltrue([for name in local.evidence : try(length(each.value[name]) > 0, false)])
      error_message = "The decision \"${each.key}\" lacks evidence: write ${join(", ", local.evidence)}."
    }
  }
}

# What still waits for a decision. It holds the time of detection and not an age: an age would change every plan.
output "undecided_events" {
  description = "Open events without an entry in the decisions file, by event id."
  value = {
    for id, event in local.undecided : id => {
      subscription_id = event.subscription_id
      subscription    = event.subscription_name
      customer        = event.customer_friendly_name
      type            = event.event_type
      severity        = event.severity
      detected        = event.event_time
    }
  }

  precondition {
    condition     = length(distinct(local.decided)) == length(local.decided)
    error_message = "Two entries of ${var.decisions_file} decide about the same event."
  }
}

# The age shows here: a warning in every plan, which changes nothing.
check "decided_in_time" {
  assert {
    condition = alltrue([
      for event in local.undecided : timecmp(timeadd(event.event_time, var.review_within), plantimestamp()) > 0
    ])
    error_message = "Some events have waited longer than ${var.review_within} for a decision: see undecided_events."
  }
}
