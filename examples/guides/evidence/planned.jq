# What a plan would do: terraform show -json tfplan | jq -rf planned.jq
.resource_changes[]
| select(.type == "partnercenter_fraud_event_resolution" and .change.actions != ["no-op"])
| (.change.after // .change.before) as $d
| [(.change.actions | join("+")), .index, $d.status, $d.reason // "-", $d.customer_friendly_name // "-", $d.annotations.ticket // "-", $d.annotations.decided_by // "-"]
| @tsv
