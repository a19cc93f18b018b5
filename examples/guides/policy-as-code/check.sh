#!/usr/bin/env bash
# Plans, and fails if the policy denies something. Apply the plan that was checked: terraform apply tfplan.
set -euo pipefail
terraform=${TERRAFORM:-terraform}

"$terraform" plan -input=false -out=tfplan > plan.txt
"$terraform" show -json tfplan > plan.json
# --fail: without a policy there is no answer, and no answer is no permission. --strict-builtin-errors: a rule that breaks
# on a value would otherwise deny nothing.
denied=$(opa eval --fail --strict-builtin-errors --data policy --input plan.json --format raw 'concat("\n", data.decisions.deny)')
if [ -n "$denied" ]; then
  echo "$denied"
  exit 1
fi
echo "The policy allows this plan."
