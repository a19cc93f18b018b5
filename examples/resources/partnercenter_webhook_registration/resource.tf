resource "partnercenter_webhook_registration" "alerts" {
  webhook_url = "https://hooks.contoso.com/partnercenter"

  webhook_events = [
    "azure-fraud-event-detected",
    "usagerecords-thresholdExceeded",
    "test-created", # needed by partnercenter_send_webhook_test
  ]

  # What stood there before creation comes back when this is destroyed.
  on_destroy = "restore"
}
