#!/usr/bin/env bash
# Runs the tests against an emulator of Partner Center that runs as long as this
# script.
set -euo pipefail

terraform=${TERRAFORM:-terraform}
folder=$(mktemp -d)
partnercenter emulator --seed-events 20 --env-file "$folder/env" \
  --ready-file "$folder/ready" > "$folder/log" &
emulator=$!
trap 'kill "$emulator"; wait "$emulator" || true; rm -rf "$folder"' EXIT
until [ -e "$folder/ready" ]; do
  kill -0 "$emulator" # ends the script if the emulator could not start
  sleep 0.1
done
. "$folder/env"

"$terraform" init -input=false > /dev/null
"$terraform" test
