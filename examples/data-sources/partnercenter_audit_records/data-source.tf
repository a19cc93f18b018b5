# What happened in the last 30 days that matters after an alert.
data "partnercenter_audit_records" "after_alerts" {
  last_days = 30

  operation_types = [
    "azure_fraud_event_detected",
    "update_customer_spending_budget",
    "granular_admin_relationship_approved",
    "granular_admin_access_assignment_created",
    "create_partner_user",
  ]
}

output "alerts_by_customer" {
  value = {
    for record in data.partnercenter_audit_records.after_alerts.records :
    coalesce(record.customer_tenant_id, "none") => record.operation_date...
    if record.operation_type == "azure_fraud_event_detected"
  }
}

# Warns in every plan if somebody added a user to the partner's tenant today.
data "partnercenter_audit_records" "new_users" {
  last_days       = 1
  operation_types = ["create_partner_user"]
}

check "no_new_partner_users" {
  assert {
    condition     = length(data.partnercenter_audit_records.new_users.records) == 0
    error_message = "A user was added to the partner's tenant today."
  }
}
