import {
  to = partnercenter_fraud_event_resolution.miner
  id = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3/9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14"
}
