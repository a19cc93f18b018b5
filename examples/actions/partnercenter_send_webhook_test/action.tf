# To send a test by hand:
#   terraform apply -invoke=action.partnercenter_send_webhook_test.alerts
action "partnercenter_send_webhook_test" "alerts" {
  config {
    timeouts {
      invoke = "10m"
    }
  }
}
