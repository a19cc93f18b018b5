# Past changes: jq -rf audit.jq audit.jsonl
[
  .time, .user // "-", .result, .from.status // "-", .to.status,
  .to.reason // "-", .event_id, .annotations.ticket // "-"
]
| @tsv
