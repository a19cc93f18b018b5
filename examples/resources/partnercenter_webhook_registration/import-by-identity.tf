import {
  to = partnercenter_webhook_registration.alerts

  identity = {
    tenant_id = "df845f1a-7b35-40a2-ba78-6481de91f8ae"
  }
}
