data "partnercenter_security_score" "current" {}

locals {
  required = [
    "mfaEnforcedForAdmins",
    "securityAlertsPromptlyResolved",
    "securityContactProvided",
  ]
  requirements = data.partnercenter_security_score.current.requirements
}

# Warns in every plan while a requirement of the CSP authorization is not met.
check "authorization" {
  assert {
    condition = alltrue([
      for type in local.required :
      try(local.requirements[type].compliance_status == "compliant", false)
    ])
    error_message = "A security requirement of the CSP authorization is not met."
  }
}

output "security_score" {
  value = data.partnercenter_security_score.current.current_score
}

output "average_response_hours" {
  value = try(local.requirements["securityAlertsPromptlyResolved"].average_response_hours, null)
}
