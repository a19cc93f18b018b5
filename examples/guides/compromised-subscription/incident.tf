provider "partnercenter" {}

locals {
  incident = yamldecode(file("incident.yaml"))
  resolved = local.incident.status == "Resolved"
  open     = [for step, who in local.incident.checklist : step if who == ""]
}

resource "partnercenter_fraud_event_resolutions" "incident" {
  subscription_id = local.incident.subscription_id
  resolutions = {
    for event_id in local.incident.events : event_id => {
      status      = local.incident.status
      reason      = local.resolved ? "Fraud" : null
      annotations = { ticket = local.incident.ticket }
    }
  }

  lifecycle {
    precondition {
      condition     = !local.resolved || length(local.open) == 0
      error_message = "Not resolved yet:\n- ${join("\n- ", local.open)}"
    }
  }
}
