#!/usr/bin/env bash
# usage: show.sh FILE
# Shows a plan in the job's log and, for the approver, in the run's summary,
# below its review.
set -euo pipefail
plan=$1
[ -s "$plan" ] || { echo "There is no plan."; exit 0; }

# A plan contains text from Partner Center. In the log, it must not act as a
# workflow command.
token=$(openssl rand -hex 16)
echo "::stop-commands::$token"
cat "$plan"
echo "::$token::"

# In the summary, it must not act as Markdown: nothing inside an indented block
# ends the block. The review is Markdown in which such text is escaped.
{
  if [ -s review.md ]; then
    printf '## The review\n\n'
    cat review.md
    printf '\n'
  fi
  printf '## The plan\n\nAn approval applies exactly this.\n\n'
  if [ "$(wc -c < "$plan")" -gt 700000 ]; then # a summary holds 1 MiB
    printf '**It is too long for this page. Read it in the log of the step *Show the plan*.**\n'
  else
    tr -d '\r' < "$plan" | sed 's/^/    /'
  fi
} >> "$GITHUB_STEP_SUMMARY"
