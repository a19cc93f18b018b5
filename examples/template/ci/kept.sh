#!/usr/bin/env bash
# Prints, for the next step, where an earlier run of the report has kept its
# months: in the newest artifact of this branch. Prints nothing if there is
# none, as on the first run.
set -euo pipefail
shopt -s inherit_errexit
. "$(dirname "$0")/api.sh"
authorization="Authorization: Bearer $GH_TOKEN"
artifacts="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/artifacts"

found=$(call GET "$artifacts?name=fraud-events-kept&per_page=100")
# Another branch, or a fork, can have an artifact of the same name.
jq -r --arg branch "$GITHUB_REF_NAME" '
  [.artifacts[]
    | select(.expired | not)
    | select(.workflow_run.head_branch == $branch)
    | select(.workflow_run.head_repository_id == .workflow_run.repository_id)]
  | max_by(.created_at) // empty
  | "run=\(.workflow_run.id)\nartifact=\(.id)"' <<< "$found"
