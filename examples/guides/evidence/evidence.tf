output "evidence" {
  description = "The decision about each event, its ticket, and who carried it out."
  value = {
    for key, decision in partnercenter_fraud_event_resolution.decision : key => {
      event       = decision.event_id
      decision    = join(" ", compact([decision.status, decision.reason]))
      decided_by  = decision.annotations.decided_by
      ticket      = decision.annotations.ticket
      rationale   = decision.annotations.rationale
      resolved_by = decision.resolved_by
      resolved_on = decision.resolved_on
    }
  }
}
