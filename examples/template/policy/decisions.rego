# Who may decide what about fraud events. The input is the output of `terraform
# show -json tfplan`; data.json lists the people. The policy denies everything
# that it does not know.
package decisions

import rego.v1

import data.plan

# Evidence. Values that are known only after apply do not count.
deny contains refused(decision, sprintf("annotations lack `%s`", [name])) if {
	some decision in plan.decisions
	some name in ["ticket", "decided_by"]
	not evidence(decision, name)
}

# People are identified by e-mail address, which has one spelling and no
# invisible characters.
deny contains refused(
	decision,
	sprintf("`%s` must be an e-mail address", [name]),
) if {
	some decision in plan.decisions
	some name in ["decided_by", "approved_by"]
	evidence(decision, name)
	not person(decision, name)
}

# Who may decide Legitimate.
deny contains refused(decision, "only the fraud desk may say Legitimate") if {
	some decision in plan.decisions
	decision.after.reason == "Legitimate"
	not allowed(decision, "decided_by", data.may_say_legitimate)
}

# Four-eyes principle.
deny contains refused(decision, sprintf("a second person must approve (`approved_by`): it %s", [concat(", ", reasons)])) if {
	some decision in plan.decisions
	reasons := {reason |
		some reason in needs_four_eyes[decision.event]
		not approved(decision)
	}
	count(reasons) > 0
}

# A removed decision no longer has annotations in which somebody could approve.
deny contains sprintf("%s: event %s: removing it reopens the event: decide `Active` first, with an approval", [removal.address, removal.event_id]) if {
	some removal in plan.removals
	removal.reactivate
	removal.before.status != "Active"
	not removal.event in plan.made
}

# The plan must show every decision.
deny contains sprintf(
	"%s: `%s` is not known before apply",
	[change.address, concat(".", path)],
) if {
	some change in plan.changes
	walk(change.change.after_unknown, [path, true])
	plan.is_configuration(path)
}

# An action changes events without a separate decision for each.
deny contains sprintf(
	"%s: decide about each event instead",
	[invocation.address],
) if {
	some invocation in plan.invocations
	not tries(invocation)
}

# Everything that this policy does not know.
deny contains "the input is not a plan: pass the output of `terraform show -json` for a saved plan" if not plan.is_plan

deny contains "the plan has failed" if input.errored

deny contains sprintf(
	"%s: this policy does not know %s",
	[change.address, change.type],
) if {
	some change in plan.unknown_types
}

deny contains sprintf("%s: the change is deferred, and cannot be judged", [address]) if some address in plan.deferred

needs_four_eyes[decision.event] contains "decides Fraud" if {
	some decision in plan.decisions
	decision.after.reason == "Fraud"
}

needs_four_eyes[decision.event] contains "takes Fraud back" if {
	some decision in plan.decisions
	some before in plan.standings[decision.event]
	before.reason == "Fraud"
	decision.after.reason != "Fraud"
}

needs_four_eyes[decision.event] contains "reopens the event" if {
	some decision in plan.decisions
	some before in plan.standings[decision.event]
	not plan.is_open(before)
	plan.is_open(decision.after)
}

needs_four_eyes[decision.event] contains "reopens the event on the way" if {
	some decision in plan.decisions
	some removal in plan.removals
	removal.event == decision.event
	removal.reactivate
}

needs_four_eyes[decision.event] contains reason if {
	reason := "may overwrite somebody (`allow_overwrite`)"
	some decision in plan.decisions
	decision.allow_overwrite
}

needs_four_eyes[decision.event] contains "overwrites what was imported" if {
	some decision in plan.decisions
	decision.importing
	not plan.is_open(decision.before)
	decision.before != decision.after
}

needs_four_eyes[decision.event] contains reason if {
	reason := "overwrites what somebody has changed"
	some decision in plan.decisions
	decision.event in plan.drifted
	decision.before != decision.after
}

needs_four_eyes[decision.event] contains reason if {
	reason := "records an event that is not listed"
	some decision in plan.decisions
	not decision.listed
	decision.before != decision.after
}

needs_four_eyes[decision.event] contains "may record an event that is not listed (`allow_unlisted`)" if {
	some decision in plan.decisions
	decision.allow_unlisted
	decision.before != decision.after
}

approved(decision) if {
	allowed(decision, "approved_by", data.may_approve)
	person(decision, "decided_by") != person(decision, "approved_by")
}

allowed(decision, name, people) if {
	person(decision, name) in {lower(trim_space(other)) | some other in people}
}

# Comparison of addresses ignores case, spaces, and everything after a plus
# sign.
person(decision, name) := regex.replace(address, `\+[^@]*@`, "@") if {
	address := lower(trim_space(decision.annotations[name]))
	regex.match(`^[a-z0-9._%+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)*$`, address)
}

evidence(decision, name) := value if {
	value := decision.annotations[name]
	regex.match(`[\pL\pN]`, value)
}

tries(invocation) if {
	invocation.type == "partnercenter_update_fraud_events"
	invocation.config_values.dry_run == true
}

refused(decision, reason) := sprintf(
	"%s: event %s: %s",
	[decision.address, decision.event_id, reason],
)
