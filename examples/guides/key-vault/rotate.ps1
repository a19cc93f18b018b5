# Run weekly: redeems the refresh token and stores the new one in the vault,
# without printing either. Requires PowerShell 7.4, the Azure CLI, signed in as
# a user who can read and set secrets in the vault, and PARTNERCENTER_TENANT_ID
# and PARTNERCENTER_CLIENT_ID.
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
$vault = "kv-contoso-fraud"

function Read-Secret($name) {
  az keyvault secret show --vault-name $vault --name $name `
    --query value --output tsv
}

$env:PARTNERCENTER_CLIENT_SECRET = Read-Secret "partnercenter-client-secret"
$env:PARTNERCENTER_REFRESH_TOKEN = Read-Secret "partnercenter-refresh-token"

$file = New-TemporaryFile
try {
  partnercenter rotate --out "$file"
  az keyvault secret set --vault-name $vault `
    --name partnercenter-refresh-token --file "$file" `
    --encoding utf-8 --output none
} finally {
  Remove-Item $file
}
