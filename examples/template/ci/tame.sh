#!/usr/bin/env bash
# usage: tame.sh COMMAND [ARGUMENT...] Runs a command that prints text from
# Partner Center, such as names. In a job's log, such text must not act as a
# command of GitHub (::… at the start of a line) or Azure DevOps (##vso[…]).
# Exits with the command's status.
set -euo pipefail

"$@" 2>&1 | awk '{ gsub(/##/, "# #"); sub(/^[ \t]*::/, ": :"); print; fflush() }'
