# A run that would sign in as the wrong user, or without MFA, says so before it decides anything.
data "partnercenter_client_config" "current" {
  lifecycle {
    postcondition {
      condition     = self.user_principal_name == "fraud-desk@contoso-partner.onmicrosoft.com"
      error_message = "This is to run as the fraud desk, and not as ${coalesce(self.user_principal_name, "somebody unknown")}."
    }
    postcondition {
      condition     = coalesce(self.mfa, true)
      error_message = "Sign in again with MFA: Partner Center refuses this token."
    }
  }
}
