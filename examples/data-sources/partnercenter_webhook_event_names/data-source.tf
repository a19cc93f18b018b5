data "partnercenter_webhook_event_names" "all" {}

# All events about who has access to customers.
output "access_events" {
  value = [
    for name in data.partnercenter_webhook_event_names.all.event_names : name
    if startswith(name, "granular-admin-") || startswith(name, "dap-admin-")
  ]
}
