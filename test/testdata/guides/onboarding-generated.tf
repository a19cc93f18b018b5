# __generated__ by Terraform
# Please review these resources and move them into your main configuration files.

# __generated__ by Terraform
resource "partnercenter_fraud_event_resolution" "open_0" {
  provider              = partnercenter
  allow_overwrite       = false
  allow_unlisted        = false
  annotations           = null
  event_id              = "04c7a1e2-5b3f-4d60-9e81-07f2c9d8b5a6_10000000-6c1d-4e2f-8a35-b0c9d7e4f182"
  reactivate_on_destroy = false
  reason                = null
  status                = "Active"
  subscription_id       = "04c7a1e2-5b3f-4d60-9e81-07f2c9d8b5a6"
}

import {
  to       = partnercenter_fraud_event_resolution.open_0
  provider = partnercenter
  identity = {
    event_id        = "04c7a1e2-5b3f-4d60-9e81-07f2c9d8b5a6_10000000-6c1d-4e2f-8a35-b0c9d7e4f182"
    subscription_id = "04c7a1e2-5b3f-4d60-9e81-07f2c9d8b5a6"
  }
}
