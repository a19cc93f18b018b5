# State holds personal data: store it where access is limited and old versions
# expire. Use any backend that supports locking. This one signs in like the
# provider, with the job's OIDC token.
terraform {
  backend "azurerm" {
    tenant_id            = "00000000-0000-0000-0000-000000000000"
    client_id            = "00000000-0000-0000-0000-000000000000"
    storage_account_name = "contosofraudevents"
    container_name       = "tfstate"
    key                  = "fraud-events.tfstate"
    use_oidc             = true
    use_azuread_auth     = true
  }
}
