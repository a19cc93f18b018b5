#!/usr/bin/env bash
# usage: review.sh [FLAG...]
# Writes what plan.json decides to review.md, with the flags of
# "partnercenter review". The file is empty if there is nothing to decide, and
# missing if there is no plan.
set -euo pipefail
rm -f review.md
[ -s plan.json ] || { echo "There is no plan to review."; exit 0; }

parts=$(partnercenter review plan.json -o json |
  jq '[.items, .actions, .sum.other] | map(length) | add')
if [ "$parts" -eq 0 ]; then
  : > review.md
else
  partnercenter review plan.json -o markdown "$@" > review.part
  mv review.part review.md
fi
