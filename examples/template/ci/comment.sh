#!/usr/bin/env bash
# usage: comment.sh REVIEW
# Keeps one comment with the output of review.sh: at the pull request (GitHub,
# Azure DevOps), or at the merge request that brought the commit (GitLab). It
# changes its own comment and no other. If there is nothing to decide, or no
# plan, it corrects an earlier comment, but creates none.
set -euo pipefail
shopt -s inherit_errexit
. "$(dirname "$0")/api.sh"
review=$1
# Readers do not see the marker. Anybody can write it, so the author counts too.
marker='<!-- partnercenter review -->'

# For each platform: which commit this is, and which one is the newest; which
# comments are our own; how to create and how to update a comment.
if [ -n "${GITHUB_ACTIONS:-}" ]; then
  authorization="Authorization: Bearer $GH_TOKEN"
  api="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY"
  commit=$HEAD_SHA
  newest() { call GET "$api/pulls/$PULL_REQUEST" | jq -r .head.sha; }
  own() {
    every "$api/issues/$PULL_REQUEST/comments" |
      jq -r --arg marker "$marker" '.[]
        | select(.user.login == "github-actions[bot]")
        | select(.body // "" | startswith($marker)).id'
  }
  create() {
    jq -Rs '{body: .}' | call POST "$api/issues/$PULL_REQUEST/comments"
  }
  update() { jq -Rs '{body: .}' | call PATCH "$api/issues/comments/$1"; }
elif [ -n "${TF_BUILD:-}" ]; then
  authorization="Authorization: Bearer $SYSTEM_ACCESSTOKEN"
  api="${SYSTEM_COLLECTIONURI}$SYSTEM_TEAMPROJECTID/_apis/git/repositories"
  api="$api/$BUILD_REPOSITORY_ID/pullRequests/$SYSTEM_PULLREQUEST_PULLREQUESTID"
  version='api-version=7.1'
  commit=$SYSTEM_PULLREQUEST_SOURCECOMMITID
  newest() { call GET "$api?$version" | jq -r .lastMergeSourceCommit.commitId; }
  own() {
    local me
    me=$(call GET "${SYSTEM_COLLECTIONURI}_apis/connectionData")
    me=$(jq -r .authenticatedUser.id <<< "$me")
    call GET "$api/threads?$version" |
      jq -r --arg marker "$marker" --arg me "$me" '.value[]
        | .id as $thread | .comments[0] // empty
        | select(.author.id == $me)
        | select(.content // "" | startswith($marker))
        | "\($thread)/comments/\(.id)"'
  }
  create() { # closed, because an active thread can block the pull request
    jq -Rs '{status: "closed",
        comments: [{parentCommentId: 0, commentType: "text", content: .}]}' |
      call POST "$api/threads?$version"
  }
  update() {
    jq -Rs '{content: .}' | call PATCH "$api/threads/$1?$version"
  }
else
  authorization="PRIVATE-TOKEN: $REVIEW_TOKEN"
  api="$CI_API_V4_URL/projects/$CI_PROJECT_ID"
  commit=$CI_COMMIT_SHA
  newest() { echo "$commit"; } # nobody pushes to a merged merge request
  request=$(call GET "$api/repository/commits/$commit/merge_requests" |
    jq -r --arg branch "$CI_DEFAULT_BRANCH" '
      map(select(.state == "merged" and .target_branch == $branch).iid)
      | first // empty')
  [ -n "$request" ] || { echo "No merge request brought this commit."; exit 0; }
  api="$api/merge_requests/$request/notes"
  own() {
    local me
    me=$(call GET "$CI_API_V4_URL/user" | jq .id)
    every "$api" |
      jq -r --arg marker "$marker" --argjson me "$me" '.[]
        | select(.author.id == $me)
        | select(.body // "" | startswith($marker)).id'
  }
  create() { jq -Rs '{body: .}' | call POST "$api"; }
  update() { jq -Rs '{body: .}' | call PUT "$api/$1"; }
fi

if [ -s "$review" ]; then
  text=$(< "$review")
elif [ -e "$review" ]; then
  text='Nothing to decide in Partner Center.'
else
  text='**There is no plan, so there is no review.** The log says why.'
fi
comment() {
  printf "%s\n%s\n\nPlan of commit %s.\n" "$marker" "$text" "$commit"
}

latest=$(newest)
if [ "$latest" != "$commit" ]; then
  echo "There is a newer commit. Its own run comments."
  exit 0
fi
comments=$(own)
for id in $comments; do
  comment | update "$id" > /dev/null
done
if [ -z "$comments" ] && [ -s "$review" ]; then
  comment | create > /dev/null
fi
