# Warns in every plan if Partner Center would not tell anybody about a new
# fraud event.
check "alerts_are_sent" {
  data "partnercenter_webhook_registration" "this" {}

  assert {
    condition = data.partnercenter_webhook_registration.this.exists && contains(
      [for name in coalesce(data.partnercenter_webhook_registration.this.webhook_events, []) : lower(name)],
      "azure-fraud-event-detected",
    )
    error_message = "No webhook is registered for new fraud events."
  }
}
