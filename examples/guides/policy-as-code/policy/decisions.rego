# Who may decide what about fraud events. The input is `terraform show -json tfplan`; data.json says who is who.
package decisions

import rego.v1

# Evidence. What is known only after apply is no evidence.
deny contains refused(decision, sprintf("annotations lack `%s`", [name])) if {
	some decision in decisions
	some name in ["ticket", "decided_by"]
	not evidence(decision, name)
}

# Who may say Legitimate.
deny contains refused(decision, "only the fraud desk may say Legitimate") if {
	some decision in decisions
	decision.reason == "Legitimate"
	not evidence(decision, "decided_by") in data.may_say_legitimate
}

# Four eyes.
deny contains refused(decision, "somebody else than `decided_by` has to approve: set `approved_by`") if {
	some decision in decisions
	needs_four_eyes(decision)
	not approved(decision)
}

# What is decided has to stand in the plan.
deny contains sprintf("%s: `%s` is not known before apply", [change.address, concat(".", path)]) if {
	some change in changes
	walk(change.change.after_unknown, [path, true])
	path[0] in ["resolutions", "event_id", "status", "reason", "allow_overwrite"]
}

# An action changes events without a decision for each.
deny contains sprintf("%s: decide about each event instead", [invocation.address]) if {
	some invocation in input.action_invocations
	invocation.type == "partnercenter_update_fraud_events"
	not invocation.config_values.dry_run
}

needs_four_eyes(decision) if decision.reason == "Fraud"

needs_four_eyes(decision) if decision.allow_overwrite

approved(decision) if {
	evidence(decision, "approved_by") in data.may_approve
	evidence(decision, "approved_by") != evidence(decision, "decided_by")
}

evidence(decision, name) := value if {
	value := decision.annotations[name]
	value != ""
}

refused(decision, reason) := sprintf("%s: event %s: %s", [decision.address, decision.event_id, reason])

# The changes of a plan that make or change decisions, and what they decide, in one form for both resources.
changes contains change if {
	some change in input.resource_changes
	some action in change.change.actions
	action in ["create", "update"]
}

decisions contains decision if {
	some change in changes
	change.type == "partnercenter_fraud_event_resolution"
	decision := described(change, change.change.after.event_id, change.change.after)
}

decisions contains decision if {
	some change in changes
	change.type == "partnercenter_fraud_event_resolutions"
	some event_id, element in change.change.after.resolutions
	object.get(change.change, ["before", "resolutions", event_id], null) != element
	decision := described(change, event_id, element)
}

described(change, event_id, element) := {
	"address": change.address,
	"event_id": event_id,
	"reason": object.get(element, "reason", null),
	"annotations": annotations(element),
	"allow_overwrite": object.get(change.change.after, "allow_overwrite", false),
}

annotations(element) := element.annotations if {
	is_object(element.annotations)
} else := {}
