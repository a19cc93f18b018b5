resource "partnercenter_webhook_registration" "alerts" {
  webhook_url = "https://hooks.contoso.com/partnercenter"

  webhook_events = [
    "azure-fraud-event-detected",
    "usagerecords-thresholdExceeded",
    "test-created", # needed by partnercenter_send_webhook_test
  ]

  # A destroy registers again what was registered before creation.
  on_destroy = "restore"
}
