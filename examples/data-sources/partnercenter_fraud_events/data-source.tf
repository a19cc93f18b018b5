# Every unresolved high-severity alert, without details that should not be in
# state.
data "partnercenter_fraud_events" "open" {
  statuses        = ["Active", "Investigating"]
  severities      = ["High"]
  include_details = false
}

output "open_events" {
  value = {
    for event in data.partnercenter_fraud_events.open.events : event.event_id => {
      customer     = event.customer_friendly_name
      subscription = event.subscription_id
      type         = event.event_type
      since        = event.event_time
    }
  }
}
