#!/usr/bin/env bash
# usage: open.sh SEALED PLAN
# Decrypts the output of seal.sh, if it is the plan that the plan job sealed.
set -euo pipefail
: "${PLAN_PASSPHRASE:?is not set: make it a secret of the plan and the apply job}"

digest=$(openssl dgst -sha256 -r "$1" | cut -d' ' -f1)
if [ "$digest" != "$PLAN_DIGEST" ]; then
  echo "This is not the plan that was approved. Nothing is applied." >&2
  exit 1
fi
openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 \
  -pass env:PLAN_PASSPHRASE -in "$1" -out "$2"
