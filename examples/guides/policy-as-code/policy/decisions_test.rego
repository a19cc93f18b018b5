package decisions_test

import rego.v1

import data.decisions

plan(reason, annotations) := {"resource_changes": [{
	"address": "partnercenter_fraud_event_resolution.decision[\"one\"]",
	"type": "partnercenter_fraud_event_resolution",
	"change": {"actions": ["create"], "before": null, "after": {
		"event_id": "e1", "status": "Resolved", "reason": reason, "annotations": annotations,
	}},
}]}

people := {"may_say_legitimate": ["kim"], "may_approve": ["kim", "lee"]}

denied(p) := messages if {
	messages := decisions.deny with input as p
		with data.may_say_legitimate as people.may_say_legitimate
		with data.may_approve as people.may_approve
}

test_ignore_needs_evidence if {
	count(denied(plan("Ignore", null))) == 2
	count(denied(plan("Ignore", {"ticket": "SEC-1", "decided_by": ""}))) == 1
	count(denied(plan("Ignore", {"ticket": "SEC-1", "decided_by": "sam"}))) == 0
}

test_legitimate_is_for_the_fraud_desk if {
	count(denied(plan("Legitimate", {"ticket": "SEC-1", "decided_by": "sam"}))) == 1
	count(denied(plan("Legitimate", {"ticket": "SEC-1", "decided_by": "kim"}))) == 0
}

test_fraud_needs_four_eyes if {
	count(denied(plan("Fraud", {"ticket": "SEC-1", "decided_by": "kim"}))) == 1
	count(denied(plan("Fraud", {"ticket": "SEC-1", "decided_by": "kim", "approved_by": "kim"}))) == 1
	count(denied(plan("Fraud", {"ticket": "SEC-1", "decided_by": "kim", "approved_by": "sam"}))) == 1
	count(denied(plan("Fraud", {"ticket": "SEC-1", "decided_by": "kim", "approved_by": "lee"}))) == 0
}

test_overwriting_needs_four_eyes if {
	careless := json.patch(
		plan("Ignore", {"ticket": "SEC-1", "decided_by": "sam"}),
		[{"op": "add", "path": "/resource_changes/0/change/after/allow_overwrite", "value": true}],
	)
	count(denied(careless)) == 1
}

test_of_many_decisions_only_the_changed_count if {
	good := {"status": "Resolved", "reason": "Ignore", "annotations": {"ticket": "SEC-1", "decided_by": "sam"}}
	bare := {"status": "Resolved", "reason": "Ignore", "annotations": null}
	many := {"resource_changes": [{
		"address": "partnercenter_fraud_event_resolutions.ledger",
		"type": "partnercenter_fraud_event_resolutions",
		"change": {
			"actions": ["update"],
			"before": {"resolutions": {"old": bare, "changed": good}},
			"after": {"resolutions": {"old": bare, "changed": bare, "new": good}},
		},
	}]}
	denied(many) == {
		"partnercenter_fraud_event_resolutions.ledger: event changed: annotations lack `ticket`",
		"partnercenter_fraud_event_resolutions.ledger: event changed: annotations lack `decided_by`",
	}
}

test_what_the_plan_leaves_alone_is_left_alone if {
	kept := json.patch(plan("Fraud", null), [{"op": "replace", "path": "/resource_changes/0/change/actions", "value": ["no-op"]}])
	count(denied(kept)) == 0
	gone := {"resource_changes": [{
		"address": "a", "type": "partnercenter_fraud_event_resolution",
		"change": {"actions": ["delete"], "before": {"event_id": "e1"}, "after": null},
	}]}
	count(denied(gone)) == 0
}

test_a_decision_that_is_not_known_yet_is_denied if {
	later := json.patch(
		plan(null, {"ticket": "SEC-1", "decided_by": "sam"}),
		[{"op": "add", "path": "/resource_changes/0/change/after_unknown", "value": {"reason": true, "resolved_on": true}}],
	)
	denied(later) == {"partnercenter_fraud_event_resolution.decision[\"one\"]: `reason` is not known before apply"}
}

test_actions_may_only_try if {
	invocation := {"address": "action.partnercenter_update_fraud_events.old", "type": "partnercenter_update_fraud_events"}
	denied({"action_invocations": [object.union(invocation, {"config_values": {"dry_run": true}})]}) == set()
	count(denied({"action_invocations": [object.union(invocation, {"config_values": {"dry_run": false}})]})) == 1
	count(denied({"action_invocations": [invocation]})) == 1
}
