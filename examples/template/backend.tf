# State holds personal data: keep it where access is limited and old versions end by themselves. Any backend that locks
# will do. This one signs in as the provider does, with the job's OIDC token.
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
