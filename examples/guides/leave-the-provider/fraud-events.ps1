# Copyright (c) terraform-partnercenter authors
# SPDX-License-Identifier: MPL-2.0

# Fraud events with PowerShell 7 only. The sign-in uses the same variables as
# the provider.
#   ./fraud-events.ps1
#     lists the events that are not resolved
#   ./fraud-events.ps1 SUBSCRIPTION_ID EVENT_ID REASON
#     resolves one: Fraud, Ignore, or Legitimate
param([string]$Subscription, [string]$EventId, [string]$Reason)
$ErrorActionPreference = "Stop"

$login = $env:PARTNERCENTER_AUTHORITY_HOST ??
  "https://login.microsoftonline.com"
$api = $env:PARTNERCENTER_BASE_URL ?? "https://api.partnercenter.microsoft.com"

$token = (Invoke-RestMethod -Method Post "$login/$env:PARTNERCENTER_TENANT_ID/oauth2/v2.0/token" `
  -Body @{
    grant_type    = "refresh_token"
    client_id     = $env:PARTNERCENTER_CLIENT_ID
    client_secret = $env:PARTNERCENTER_CLIENT_SECRET
    refresh_token = $env:PARTNERCENTER_REFRESH_TOKEN
    scope         = "https://api.partnercenter.microsoft.com/.default"
  }).access_token

$run = New-Guid
function Get-Headers {
  @{ Authorization = "Bearer $token"; "X-NewEventsModel" = "true"
    "MS-RequestId" = "$(New-Guid)"; "MS-CorrelationId" = "$run" }
}

if ($Subscription) {
  # Without an id, Partner Center would change every event of the subscription.
  if (-not $EventId -or -not $Reason) {
    throw "An event id and a reason are required."
  }
  $body = @{
    EventIds       = @($EventId)
    EventStatus    = "Resolved"
    ResolvedReason = $Reason
  } | ConvertTo-Json
  Invoke-RestMethod -Method Post "$api/v1/fraudEvents/subscription/$Subscription/status" `
    -Headers (Get-Headers) -ContentType "application/json" -Body $body > $null
  exit
}

$page = 1
do {
  $events = @(Invoke-RestMethod "$api/v1/fraudEvents?PageSize=100&PageNumber=$page" `
    -Headers (Get-Headers) | ForEach-Object { $_ })
  foreach ($event in $events) {
    if ($event.eventStatus -eq "Resolved") { continue }
    $fields = $event.subscriptionId, $event.eventId, $event.eventStatus,
      $event.severity, $event.customerFriendlyName
    ($fields | ForEach-Object { "$_" -replace "\p{C}", "?" }) -join "`t"
  }
  $page++
} while ($events.Count -eq 100)
