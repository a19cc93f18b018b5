#!/usr/bin/env bash
# Copyright (c) terraform-partnercenter authors
# SPDX-License-Identifier: MPL-2.0

# Fraud events with curl and jq only. The sign-in uses the same variables as the
# provider.
#   ./fraud-events.sh
#     lists the events that are not resolved
#   ./fraud-events.sh SUBSCRIPTION_ID EVENT_ID REASON
#     resolves one: Fraud, Ignore, or Legitimate
set -euo pipefail

# Without an id, Partner Center would change every event of the subscription.
if [ $# -gt 0 ]; then
  subscription=${1:?no subscription} event=${2:?no event id}
  reason=${3:?no reason}
fi

login="${PARTNERCENTER_AUTHORITY_HOST:-https://login.microsoftonline.com}"
api="${PARTNERCENTER_BASE_URL:-https://api.partnercenter.microsoft.com}"
[ -z "${PARTNERCENTER_CA_BUNDLE_PATH:-}" ] || export CURL_CA_BUNDLE="$PARTNERCENTER_CA_BUNDLE_PATH"

# Secrets go to curl through pipes, because other users can read the arguments
# of a process.
token=$(curl -fsS "$login/${PARTNERCENTER_TENANT_ID:?}/oauth2/v2.0/token" \
  -d grant_type=refresh_token -d "client_id=${PARTNERCENTER_CLIENT_ID:?}" \
  -d scope=https://api.partnercenter.microsoft.com/.default \
  --data-urlencode \
    client_secret@<(printf %s "${PARTNERCENTER_CLIENT_SECRET:?}") \
  --data-urlencode \
    refresh_token@<(printf %s "${PARTNERCENTER_REFRESH_TOKEN:?}") |
  jq -r .access_token)

guid() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n' | sed -E 's/^(.{8})(.{4})(.{4})(.{4})/\1-\2-\3-\4-/'
}

run=$(guid)
call() {
  curl -fsS -H @<(printf 'Authorization: Bearer %s' "$token") \
    -H 'X-NewEventsModel: true' -H "MS-RequestId: $(guid)" \
    -H "MS-CorrelationId: $run" "$@"
}

if [ $# -gt 0 ]; then
  body=$(jq -n --arg id "$event" --arg reason "$reason" \
    '{EventIds: [$id], EventStatus: "Resolved", ResolvedReason: $reason}')
  call -H 'Content-Type: application/json' -d "$body" \
    "$api/v1/fraudEvents/subscription/$subscription/status" >/dev/null
  exit
fi

page=1 size=100 count=100
while [ "$count" -eq "$size" ]; do
  events=$(call "$api/v1/fraudEvents?PageSize=$size&PageNumber=$page")
  jq -r '.[] | select(.eventStatus != "Resolved")
    | [.subscriptionId, .eventId, .eventStatus, .severity,
      .customerFriendlyName]
    | map(tostring | gsub("\\p{C}"; "?")) | @tsv' <<<"$events"
  count=$(jq length <<<"$events") page=$((page + 1))
done
