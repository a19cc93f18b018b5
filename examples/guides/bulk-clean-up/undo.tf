variable "audit_log" {
  description = "The audit log of the clean-up to undo."
  type        = string
  default     = null
}

locals {
  log = var.audit_log == null ? [] : [
    for line in split("\n", trimspace(file(var.audit_log))) : jsondecode(line)
  ]
  written = [for line in local.log : lower("${line.subscription_id}/${line.event_id}") if line.result == "written"]

  # The events that the clean-up wrote, unless somebody has decided differently
  # since.
  still_ignored = [
    for event in data.partnercenter_fraud_events.old.events : event
    if contains(local.written, lower("${event.subscription_id}/${event.event_id}")) && event.reason == "Ignore"
  ]
}

action "partnercenter_update_fraud_events" "undo" {
  config {
    subscription_ids = toset(local.still_ignored[*].subscription_id)
    event_ids        = toset(local.still_ignored[*].event_id)

    status          = "Active"
    allow_overwrite = true

    expected_count = var.expected_count
    dry_run        = var.dry_run

    annotations = { rationale = "Takes the clean-up of SEC-1107 back" }
  }
}
