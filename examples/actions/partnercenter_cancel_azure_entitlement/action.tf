# A subscription that is lost to an attacker. The customer has agreed. To
# preview and run the action:
#   terraform plan  -invoke=action.partnercenter_cancel_azure_entitlement.lost
#   terraform apply -invoke=action.partnercenter_cancel_azure_entitlement.lost
action "partnercenter_cancel_azure_entitlement" "lost" {
  config {
    customer_tenant_id = "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593"
    subscription_id    = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"

    # The same id again, as a literal.
    confirm_subscription_id = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"

    # Its open fraud events become Resolved (Fraud).
    resolve_fraud_events = true
  }
}
