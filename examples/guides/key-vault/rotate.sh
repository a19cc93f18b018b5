#!/usr/bin/env bash
# Run weekly: redeems the refresh token and stores the new one in the vault,
# without printing either. Requires the Azure CLI, signed in as a user who can
# read and set secrets in the vault, and PARTNERCENTER_TENANT_ID and
# PARTNERCENTER_CLIENT_ID.
set -euo pipefail
vault=kv-contoso-fraud

secret() {
  az keyvault secret show --vault-name "$vault" --name "$1" \
    --query value --output tsv
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

PARTNERCENTER_CLIENT_SECRET=$(secret partnercenter-client-secret)
PARTNERCENTER_REFRESH_TOKEN=$(secret partnercenter-refresh-token)
export PARTNERCENTER_CLIENT_SECRET PARTNERCENTER_REFRESH_TOKEN

partnercenter rotate --out "$folder/refresh-token"
az keyvault secret set --vault-name "$vault" \
  --name partnercenter-refresh-token \
  --file "$folder/refresh-token" --encoding utf-8 --output none
