#!/usr/bin/env bash
# Proposes entries for alerts that decisions.yaml does not name, in one pull
# request of the branch fraud-alerts. It adds to that branch, so what people
# have filled in there stays. It decides nothing, and closes nothing.
set -euo pipefail
shopt -s inherit_errexit
ci=$(cd "$(dirname "$0")" && pwd)
. "$ci/api.sh"
authorization="Authorization: Bearer $GH_TOKEN"
pulls="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/pulls"
base=$GITHUB_REF_NAME
branch=fraud-alerts

# Git gets the token from the environment, not from a command line or a file.
basic=$(printf 'x-access-token:%s' "$GH_TOKEN" | base64 -w 0)
export GIT_CONFIG_COUNT=1
export GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader"
export GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic"
bot='github-actions[bot]'
export GIT_AUTHOR_NAME=$bot GIT_COMMITTER_NAME=$bot
email=41898282+github-actions[bot]@users.noreply.github.com
export GIT_AUTHOR_EMAIL=$email GIT_COMMITTER_EMAIL=$email

git fetch --quiet --prune origin
tip=$(git rev-parse --verify --quiet "origin/$branch" || true) # or empty
last=$(call GET "$pulls?state=all&sort=created&direction=desc&per_page=1\
&base=$base&head=${GITHUB_REPOSITORY%%/*}:$branch")
proposed=$(jq -r '.[0].head.sha // ""' <<< "$last")
state=$(jq -r '.[0] | if .merged_at then "merged" else .state end' <<< "$last")
start=origin/$branch
if [ -z "$tip" ] || [ "$state $proposed" = "merged $tip" ]; then
  start=origin/$base # there is no branch, or all of it is merged
fi

# In a folder of its own, because the branch can have other scripts.
folder=$(mktemp -d)
trap 'git worktree remove --force "$folder"' EXIT
git worktree add --quiet --detach "$folder" "$start"
cd "$folder"
if ! git merge --quiet --no-edit "origin/$base"; then
  echo "$branch conflicts with $base. Resolve the conflict in $branch." >&2
  exit 1
fi
"$ci/tame.sh" partnercenter events -o ledger --merge decisions.yaml --write
case $(git status --porcelain) in
  '') ;;
  ' M decisions.yaml')
    git commit --quiet --message 'Add alerts without a decision' decisions.yaml
    # Fails if somebody has pushed since the fetch. The next run adds then.
    git push --quiet --force-with-lease="$branch:$tip" \
      origin "HEAD:refs/heads/$branch"
    tip=$(git rev-parse HEAD)
    ;;
  *)
    echo "More than decisions.yaml has changed. Nothing is proposed." >&2
    exit 1
    ;;
esac

# A pull request that somebody has closed stays closed until there is more.
if [ "$state" = open ] || [ "$proposed" = "$tip" ] || [ -z "$tip" ] ||
  git diff --quiet "origin/$base" "$tip" -- decisions.yaml; then
  exit 0
fi
jq -n --arg head "$branch" --arg base "$base" '{$head, $base,
  title: "Fraud alerts without a decision",
  body: ("Each new entry is an alert that `decisions.yaml` did not name. "
    + "Fill in the entries on this branch.\n\n"
    + "An entry without a reason decides nothing, so you can merge it, too.")}' | call POST "$pulls" > /dev/null
