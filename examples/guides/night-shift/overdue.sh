#!/bin/sh
# For cron, which mails the output of a job: prints nothing while no event has
# waited for a day, but prints every error.
# crontab: 7 * * * * $HOME/bin/overdue.sh

PATH="$HOME/bin:/usr/local/bin:/usr/bin:/bin" # cron's own has neither of the first two
# Exports PARTNERCENTER_TENANT_ID, …; only its owner can read it.
. "$HOME/.config/partnercenter/env"
listing=$(partnercenter events --older-than 24h --exit-code 2>&1)
case $? in
  0) ;;
  2) printf 'Fraud events that have waited for more than a day:\n\n%s\n' "$listing" ;;
  *) printf 'Partner Center could not be asked, so nobody knows what is open.\n\n%s\n' "$listing" ;;
esac
