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

# The emulator makes up its events, so that the tests have to ask for one.
output "event" {
  value = data.partnercenter_fraud_events.open.events[0]
}
