import {
  to = partnercenter_webhook_registration.alerts
  id = "df845f1a-7b35-40a2-ba78-6481de91f8ae"
}
