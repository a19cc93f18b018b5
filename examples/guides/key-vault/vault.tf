provider "azurerm" {
  features {}
  subscription_id = "2f6a0d9e-52c4-4d1b-8a3f-9e0c7b1d4a68"
}

data "azurerm_key_vault" "partner_center" {
  name                = "kv-contoso-fraud"
  resource_group_name = "rg-contoso-security"
}

ephemeral "azurerm_key_vault_secret" "refresh_token" {
  name         = "partnercenter-refresh-token"
  key_vault_id = data.azurerm_key_vault.partner_center.id
}

ephemeral "azurerm_key_vault_secret" "client_secret" {
  name         = "partnercenter-client-secret"
  key_vault_id = data.azurerm_key_vault.partner_center.id
}

locals {
  refresh_token = ephemeral.azurerm_key_vault_secret.refresh_token.value
  client_secret = ephemeral.azurerm_key_vault_secret.client_secret.value
}
