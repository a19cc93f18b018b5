#!/usr/bin/env bash
# Plans, and fails if the policy denies anything. Apply the checked plan:
# terraform apply tfplan.
set -euo pipefail
terraform=${TERRAFORM:-terraform}

rm -f tfplan plan.json # of an earlier plan, nothing must be left
"$terraform" plan -input=false -out=tfplan > plan.txt
"$terraform" show -json tfplan > plan.json
# --fail: a missing policy must not permit anything. --strict-builtin-errors:
# otherwise, a rule that fails on a value would deny nothing.
denied=$(opa eval --fail --strict-builtin-errors --data policy \
  --input plan.json --format raw 'concat("\n", data.decisions.deny)')
if [ -n "$denied" ]; then
  echo "$denied"
  exit 1
fi
echo "The policy allows this plan."
