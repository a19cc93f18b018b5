#!/usr/bin/env bash
# Reports the month of yesterday, which on the first day of a month is the
# month before, as a page and as Markdown. Keeps what it needs in kept/.
set -euo pipefail
month=$(date -u -d yesterday +%Y-%m)
partnercenter report --month "$month" --keep kept --out fraud-report.html
partnercenter report --month "$month" --keep kept -o markdown --out report.md
