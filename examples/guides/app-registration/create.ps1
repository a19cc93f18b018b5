# Registers the app, adds the one permission that it needs, and grants admin
# consent. Requires PowerShell 7.4 and the Azure CLI, signed in to the partner's
# own tenant as a Global Administrator or Privileged Role Administrator.
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true

# Microsoft Partner Center, and its delegated permission
$partnerCenter = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
$userImpersonation = "1cebfa2a-fb4d-419e-b5f9-839b4383e05a"

$clientId = az ad app create `
  --display-name "Terraform: Partner Center fraud events" `
  --sign-in-audience AzureADMyOrg `
  --web-redirect-uris "http://localhost" `
  --query appId --output tsv
az ad sp create --id $clientId --output none

az ad app permission add --id $clientId `
  --api $partnerCenter --api-permissions "$userImpersonation=Scope"
az ad app permission admin-consent --id $clientId

$tenantId = az account show --query tenantId --output tsv
"`$env:PARTNERCENTER_TENANT_ID = '$tenantId'"
"`$env:PARTNERCENTER_CLIENT_ID = '$clientId'"
