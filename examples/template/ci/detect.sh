#!/usr/bin/env bash
# Does Partner Center still say what the decisions say? Run it in the folder of the decisions.
# Exit status: 0 yes; 2 no, the plan is in drift.txt; anything else: it could not be found out.
set -euo pipefail

export PARTNERCENTER_READ_ONLY=true # a scheduled job must not write
terraform=${TERRAFORM:-terraform}

"$terraform" init -input=false > /dev/null
status=0
"$terraform" plan -input=false -lock=false -no-color -detailed-exitcode > drift.txt || status=$?
if [ "$status" -eq 2 ]; then
  grep -E '^  # |^Plan: ' drift.txt || echo "Only outputs change: see drift.txt."
fi
exit "$status"
