# Events and entries that still wait for a decision.

variable "review_within" {
  description = "How long an event may wait for a decision before every plan warns about it, such as 24h or 90m."
  type        = string
  default     = "24h"

  validation {
    condition = can(
      timeadd("2000-01-01T00:00:00Z", "-${var.review_within}")
    )
    error_message = "review_within must be a duration such as 24h or 90m. A week is 168h: there is no unit for days."
  }
}

# All listed events, including resolved ones: a filter by status would omit a
# new status.
data "partnercenter_fraud_events" "listed" {
  include_details = false
}

locals {
  # Whether a listed event has a decision.
  decided = merge(
    { for event in data.partnercenter_fraud_events.listed.events : lower(
      "${coalesce(event.subscription_id, "-")}/${event.event_id}"
    ) => false... },
    { for decision in local.decisions : lower(
      "${decision.subscription_id}/${decision.event_id}"
    ) => true... },
  )

  # Every event that is not resolved waits, even with a new status.
  waiting = [for event in data.partnercenter_fraud_events.listed.events : event
    if event.status != "Resolved" && !local.decided[lower(
      "${coalesce(event.subscription_id, "-")}/${event.event_id}"
    )][0]
  ]
  waiting_by_id = { for event in local.waiting : event.event_id => true... }
  overdue = [for event in local.waiting : event
    if timecmp(timeadd(
      coalesce(event.event_time, "1970-01-01T00:00:00Z"), var.review_within
    ), plantimestamp()) <= 0
  ]
}

# This has the detection time and not an age, because an age would change every
# plan.
output "undecided_events" {
  description = "Events that are not resolved and have no decision in the file, by event id."
  value = {
    # Two subscriptions can have an event with the same id.
    for event in local.waiting : length(
      local.waiting_by_id[event.event_id]
      ) == 1 ? event.event_id : "${event.subscription_id}/${event.event_id}" => {
      subscription_id = event.subscription_id
      subscription    = event.subscription_name
      customer        = event.customer_friendly_name
      type            = event.event_type
      severity        = event.severity
      detected        = event.event_time
    }
  }
}

# The age appears only here, in a warning that changes nothing. An event without
# a time counts as old.
check "decided_in_time" {
  assert {
    condition     = length(local.overdue) == 0
    error_message = "Some events have waited longer than ${var.review_within} for a decision: see undecided_events."
  }
}

check "every_entry_is_decided" {
  assert {
    condition     = !anytrue(values(local.undecided))
    error_message = "These entries have no reason yet, so nothing is declared for them: ${join(", ", [for key, undecided in local.undecided : key if undecided])}."
  }
}
