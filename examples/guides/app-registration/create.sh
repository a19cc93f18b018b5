#!/usr/bin/env bash
# Registers the app, adds the one permission that it needs, and grants admin
# consent. Requires the Azure CLI, signed in to the partner's own tenant as a
# Global Administrator or Privileged Role Administrator.
set -euo pipefail

partner_center=fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd  # Microsoft Partner Center
user_impersonation=1cebfa2a-fb4d-419e-b5f9-839b4383e05a # its delegated permission

client_id=$(az ad app create \
  --display-name "Terraform: Partner Center fraud events" \
  --sign-in-audience AzureADMyOrg \
  --web-redirect-uris http://localhost \
  --query appId --output tsv)
az ad sp create --id "$client_id" --output none

az ad app permission add --id "$client_id" \
  --api "$partner_center" --api-permissions "$user_impersonation=Scope"
az ad app permission admin-consent --id "$client_id"

tenant_id=$(az account show --query tenantId --output tsv)
echo "export PARTNERCENTER_TENANT_ID=$tenant_id"
echo "export PARTNERCENTER_CLIENT_ID=$client_id"
