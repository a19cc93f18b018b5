# Copyright (c) terraform-partnercenter authors
# SPDX-License-Identifier: MPL-2.0

terraform {
  required_version = ">= 1.8"

  required_providers {
    partnercenter = {
      source  = "terraform-partnercenter/partnercenter"
      version = "~> 0.1"
    }
  }
}

provider "partnercenter" {}

# Hear of it: Partner Center tells somebody about a new fraud event.
check "alerts_are_sent" {
  data "partnercenter_webhook_registration" "this" {}

  assert {
    condition = data.partnercenter_webhook_registration.this.exists && contains(
      [
        for name in coalesce(
          data.partnercenter_webhook_registration.this.webhook_events, []
        ) : lower(name)
      ],
      "azure-fraud-event-detected",
    )
    error_message = "No webhook is registered for new fraud events."
  }
}

# Answer it: every alert within 24 hours, on average.
data "partnercenter_fraud_event_summary" "all" {}

check "answers_come_within_a_day" {
  assert {
    condition = coalesce(
      data.partnercenter_fraud_event_summary.all.average_response_hours, 0
    ) <= 24
    error_message = "The average of the last 30 days is above 24 hours."
  }
}

# Limit it: every customer has a budget, and nobody is over it.
data "partnercenter_customer_usage_records" "all" {}

check "customers_have_budgets" {
  assert {
    condition = alltrue([
      for c in data.partnercenter_customer_usage_records.all.customers :
      c.budget_amount != null
    ])
    error_message = format("No spending budget: %s", join(", ", [
      for c in data.partnercenter_customer_usage_records.all.customers :
      coalesce(c.customer_name, c.customer_tenant_id) if c.budget_amount == null
    ]))
  }
}

check "nobody_is_over_budget" {
  assert {
    condition = alltrue([
      for c in data.partnercenter_customer_usage_records.all.customers :
      coalesce(c.percent_used, 0) < 100
    ])
    error_message = "A customer is over budget. Look for fraud."
  }
}

# Keep attackers out: everybody who calls Partner Center uses MFA.
data "partnercenter_mfa_status" "this" {}

check "everybody_uses_mfa" {
  assert {
    condition = length(
      data.partnercenter_mfa_status.this.principals_without_mfa
    ) == 0
    error_message = "Somebody called Partner Center without MFA."
  }
}

# Prove it: the activity log of Partner Center names each alert.
data "partnercenter_audit_records" "alerts" {
  last_days       = 30
  operation_types = ["azure_fraud_event_detected"]
}

output "alerts_on_record" {
  value = length(data.partnercenter_audit_records.alerts.records)
}
