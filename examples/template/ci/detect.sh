#!/usr/bin/env bash
# Checks whether Partner Center still matches the decisions. Run it in the
# folder of the decisions. Exit status: 0 if it does; 2 if it does not (the plan
# is in drift.txt); anything else if the check failed.
set -euo pipefail

export PARTNERCENTER_READ_ONLY=true # a scheduled job must not write
terraform=${TERRAFORM:-terraform}

"$terraform" init -input=false > /dev/null
status=0
"$terraform" plan -input=false -lock=false -no-color -detailed-exitcode \
  > drift.txt || status=$?
if [ "$status" -eq 2 ]; then
  grep -E '^  # |^Plan: ' drift.txt ||
    echo "Only outputs change: see drift.txt."
fi
exit "$status"
