# Past decisions: jq -rf audit.jq audit.jsonl
select((.kind // "fraud_event") == "fraud_event")
| [
    .time, .user // "-", .result, .from.status // "-", .to.status,
    .to.reason // "-", .event_id, .annotations.ticket // "-"
  ]
| @tsv
