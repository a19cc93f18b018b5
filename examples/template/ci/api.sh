# shellcheck shell=bash
# Sourced by other scripts, which set $authorization: calls of the platform's
# API. The token is on no command line: other processes could read it there.

# call METHOD URL
# Prints the answer. Except for GET, standard input is the JSON to send. Only
# GET is repeated after a failure: without an answer, nobody knows whether
# something was created.
call() {
  local how=(--fail-with-body --header 'Content-Type: application/json')
  local answer
  how+=(--data-binary @-)
  [ "$1" != GET ] || how=(--fail --retry 3)
  if answer=$(curl --silent --show-error --max-time 60 "${how[@]}" \
    --header @<(printf '%s\n' "$authorization") --request "$1" "$2"); then
    printf '%s\n' "$answer"
  else
    answer=$(head -c 1000 <<< "$answer" | tr -d '[:cntrl:]#')
    printf '%s %s failed: %s\n' "$1" "$2" "$answer" >&2
    return 1
  fi
}

# every URL
# Prints all pages of a list, each as one JSON array.
every() {
  local page=1 list
  while :; do
    list=$(call GET "$1?per_page=100&page=$page")
    printf '%s\n' "$list"
    [ "$(jq length <<< "$list")" -eq 100 ] || return 0
    page=$((page + 1))
  done
}
