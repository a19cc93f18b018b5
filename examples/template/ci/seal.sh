#!/usr/bin/env bash
# usage: seal.sh PLAN SEALED Encrypts a saved plan with PLAN_PASSPHRASE, because
# anyone who can read the repository can download its artifacts. Prints two
# lines for the apply job: the digest, which is passed separately from the
# artifact, and whether there are changes.
set -euo pipefail
: "${PLAN_PASSPHRASE:?is not set: make it a secret of the plan and the apply job}"

openssl enc -aes-256-cbc -pbkdf2 -iter 600000 -salt \
  -pass env:PLAN_PASSPHRASE -in "$1" -out "$2"
echo "digest=$(openssl dgst -sha256 -r "$2" | cut -d' ' -f1)"
# OpenTofu does not say whether a plan is empty. This is how Terraform decides.
changes=$(jq 'if has("applyable") then .applyable else
  any(.resource_changes[]?.change, .output_changes[]?;
    .actions != ["no-op"] or .importing != null) or
  any(.resource_changes[]?; has("previous_address")) end' plan.json)
echo "changes=$changes"
