provider "partnercenter" {}

run "find_an_open_event" {
  module {
    source = "./tests/open-event"
  }
}

run "a_decision_reaches_partner_center" {
  variables {
    decisions = {
      miner = {
        subscription_id = run.find_an_open_event.event.subscription_id
        event_id        = run.find_an_open_event.event.event_id
        status          = "Resolved"
        reason          = "Fraud"
        ticket          = "SEC-1042"
      }
    }
  }

  assert {
    condition     = partnercenter_fraud_event_resolution.decision["miner"].resolved_by != null
    error_message = "Partner Center does not say who resolved the event."
  }

  assert {
    condition     = partnercenter_fraud_event_resolution.decision["miner"].annotations.ticket == "SEC-1042"
    error_message = "The ticket is not kept."
  }
}

run "a_decision_needs_a_ticket" {
  command = plan

  variables {
    decisions = {
      miner = {
        subscription_id = run.find_an_open_event.event.subscription_id
        event_id        = run.find_an_open_event.event.event_id
        status          = "Resolved"
        reason          = "Ignore"
        ticket          = "none"
      }
    }
  }

  expect_failures = [var.decisions]
}
