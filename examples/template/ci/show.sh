#!/usr/bin/env bash
# usage: show.sh FILE
# Shows a plan in the job's log, and in the run's summary to whoever approves it.
set -euo pipefail
plan=$1
[ -s "$plan" ] || { echo "There is no plan."; exit 0; }

# Texts of Partner Center stand in a plan. In the log, none may act as a workflow command.
token=$(openssl rand -hex 16)
echo "::stop-commands::$token"
cat "$plan"
echo "::$token::"

# In the summary, none may act as Markdown: nothing inside an indented block ends it.
{
  printf '## The plan\n\nAn approval applies exactly this.\n\n'
  if [ "$(wc -c < "$plan")" -gt 700000 ]; then # a summary holds 1 MiB
    printf '**It is too long for this page. Read it in the log of the step *Show the plan*.**\n'
  else
    tr -d '\r' < "$plan" | sed 's/^/    /'
  fi
} >> "$GITHUB_STEP_SUMMARY"
