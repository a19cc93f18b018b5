# Planned changes: terraform show -json tfplan | jq -rf planned.jq
.resource_changes[]
| select(.change.actions != ["no-op"])
| if .type == "partnercenter_fraud_event_resolution" then
    [(.change.actions | join("+")), .index, .change.after // .change.before]
  elif .type == "partnercenter_fraud_event_resolutions" then
    (.change.before.resolutions // {}) as $before
    | (.change.after.resolutions // {}) as $after
    | $before + $after | to_entries[] | select($before[.key] != $after[.key])
    | [
        (
          if $before[.key] == null then "create"
          elif $after[.key] == null then "delete"
          else "update" end
        ), .key, .value
      ]
  else empty end
| .[2] as $d
| [
    .[0], .[1], $d.status, $d.reason // "-", $d.customer_friendly_name // "-",
    $d.annotations.ticket // "-", $d.annotations.decided_by // "-"
  ]
| @tsv
