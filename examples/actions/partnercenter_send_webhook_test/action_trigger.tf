# Whenever the registration changes, a test shows whether events arrive.
resource "partnercenter_webhook_registration" "alerts" {
  webhook_url    = "https://hooks.contoso.com/partnercenter"
  webhook_events = ["azure-fraud-event-detected", "test-created"]

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.partnercenter_send_webhook_test.after_change]
    }
  }
}

action "partnercenter_send_webhook_test" "after_change" {}
