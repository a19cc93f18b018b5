# All mining alerts of one customer since the beginning of the year, with their
# attributes.
list "partnercenter_fraud_event_resolution" "mining" {
  provider         = partnercenter
  include_resource = true

  config {
    customer_tenant_id = "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593"
    event_types        = ["NetworkConnectionsToCryptoMiningPools"]
    severities         = ["Medium", "High"]
    detected_after     = "2026-01-01T00:00:00Z"

    timeouts {
      list = "10m"
    }
  }
}
