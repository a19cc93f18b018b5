data "partnercenter_mfa_status" "this" {}

# Warns in every plan if somebody called Partner Center without MFA.
check "everybody_uses_mfa" {
  assert {
    condition = length(data.partnercenter_mfa_status.this.principals_without_mfa) == 0
    error_message = format("Without MFA: %s", join(", ",
      data.partnercenter_mfa_status.this.principals_without_mfa[*].user_principal_name,
    ))
  }
}

# Proves that an app, such as the one of this provider, is used with MFA only.
data "partnercenter_client_config" "this" {}

output "own_mfa_ratio" {
  value = try(
    data.partnercenter_mfa_status.this.applications[lower(data.partnercenter_client_config.this.client_id)].mfa_ratio,
    null,
  )
}
