# Numbers for a report, without test events.
data "partnercenter_fraud_event_summary" "all" {
  is_test = false
}

# Warns in every plan if an event has waited for more than a day.
check "nothing_waits_for_long" {
  assert {
    condition = timecmp(
      coalesce(data.partnercenter_fraud_event_summary.all.oldest_unresolved_event_time, plantimestamp()),
      timeadd(plantimestamp(), "-24h"),
    ) >= 0
    error_message = "A fraud event has been open for more than a day."
  }
}

output "open_events" {
  value = data.partnercenter_fraud_event_summary.all.by_status["Active"] + data.partnercenter_fraud_event_summary.all.by_status["Investigating"]
}

output "customers_with_mining" {
  value = data.partnercenter_fraud_event_summary.all.by_event_type["NetworkConnectionsToCryptoMiningPools"].customers
}
