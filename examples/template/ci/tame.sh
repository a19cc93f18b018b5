#!/usr/bin/env bash
# usage: tame.sh COMMAND [ARGUMENT...]
# Runs a command that prints texts of Partner Center, such as names and who decided. In the log of a job, none of them may
# act as a command of GitHub (::…, at the beginning of a line) or of Azure DevOps (##vso[…]). Ends as the command does.
set -euo pipefail

"$@" 2>&1 | awk '{ gsub(/##/, "# #"); sub(/^[ \t]*::/, ": :"); print; fflush() }'
