# Fail before any decision if the run signs in as the wrong user or without MFA.
data "partnercenter_client_config" "current" {
  lifecycle {
    postcondition {
      condition     = self.user_principal_name == "fraud-desk@contoso-partner.onmicrosoft.com"
      error_message = "This configuration must run as the fraud desk, got ${coalesce(self.user_principal_name, "an unknown user")}."
    }
    postcondition {
      condition     = coalesce(self.mfa, true)
      error_message = "Sign in again with MFA: Partner Center refuses this token."
    }
  }
}
