terraform {
  required_providers {
    partnercenter = {
      source = "terraform-partnercenter/partnercenter"
    }
  }
}

data "partnercenter_fraud_events" "open" {
  statuses = ["Active"]
}

# The emulator makes up its events, so the tests must look one up.
output "event" {
  value = data.partnercenter_fraud_events.open.events[0]
}
