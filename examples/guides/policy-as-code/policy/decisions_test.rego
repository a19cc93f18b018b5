package decisions_test

import rego.v1

import data.decisions

kim := "kim@example.com"

lee := "lee@example.com"

sam := "sam@example.com"

# A plan with the given changes.
plan(changes) := {"format_version": "1.2", "configuration": {}, "resource_changes": changes}

# A change of one decision, with more attributes in addition to actions, before,
# and after.
one(actions, before, after, more) := {
	"address": "partnercenter_fraud_event_resolution.decision[\"one\"]",
	"type": "partnercenter_fraud_event_resolution",
	"change": object.union({"actions": actions, "before": before, "after": after}, more),
}

# A change of many decisions.
many(actions, before, after) := {
	"address": "partnercenter_fraud_event_resolutions.ledger",
	"type": "partnercenter_fraud_event_resolutions",
	"change": {"actions": actions, "before": before, "after": after},
}

event(status, reason) := {"subscription_id": "s1", "event_id": "e1", "status": status, "reason": reason}

resolved(reason, annotations) := object.union(event("Resolved", reason), {"annotations": annotations})

good := {"status": "Resolved", "reason": "Ignore", "annotations": by_sam}

by_sam := {"ticket": "SEC-1", "decided_by": sam}

by_kim := {"ticket": "SEC-1", "decided_by": kim}

four_eyes(annotations) := object.union(annotations, {"approved_by": lee})

denied(p) := messages if {
	messages := decisions.deny with input as p
		with data.may_say_legitimate as [kim]
		with data.may_approve as [kim, lee]
}

created(after) := denied(plan([one(["create"], null, after, {})]))

updated(before, after) := denied(plan([one(["update"], before, after, {})]))

# Denied only because a second person is missing, and allowed with one.
needs_second(reason, actions, before, after, more) if {
	some message in denied(plan([one(actions, before, after, more)]))
	contains(message, sprintf("a second person must approve (`approved_by`): it %s", [reason]))
	approved := object.union(after, {"annotations": four_eyes(after.annotations)})
	denied(plan([one(actions, before, approved, more)])) == set()
}

test_ignore_needs_evidence if {
	count(created(resolved("Ignore", null))) == 2
	count(created(resolved("Ignore", {"ticket": "SEC-1", "decided_by": ""}))) == 1
	count(created(resolved("Ignore", {"ticket": " \u200b", "decided_by": sam}))) == 1
	created(resolved("Ignore", by_sam)) == set()
}

test_people_are_addresses if {
	count(created(resolved("Ignore", {"ticket": "SEC-1", "decided_by": "Sam"}))) == 1
	count(created(resolved("Ignore", {"ticket": "SEC-1", "decided_by": "sam\u200b@example.com"}))) == 1
}

test_legitimate_is_for_the_fraud_desk if {
	count(created(resolved("Legitimate", by_sam))) == 1
	created(resolved("Legitimate", by_kim)) == set()
	created(resolved("Legitimate", {"ticket": "SEC-1", "decided_by": " Kim@Example.com"})) == set()
}

test_fraud_needs_a_second_person if {
	needs_second("decides Fraud", ["create"], null, resolved("Fraud", by_sam), {})
	count(created(resolved("Fraud", object.union(by_sam, {"approved_by": sam})))) == 1
}

test_nobody_approves_his_own_decision if {
	every other in ["Lee@Example.com", " lee@example.com", "lee+work@example.com", "LEE@EXAMPLE.COM\n"] {
		count(created(resolved("Fraud", {"ticket": "SEC-1", "decided_by": other, "approved_by": lee}))) == 1
	}
	every other in ["lee\u200b@example.com", "lee@example.com."] {
		count(created(resolved("Fraud", {"ticket": "SEC-1", "decided_by": other, "approved_by": lee}))) > 0
	}
}

test_taking_fraud_back_needs_a_second_person if {
	needs_second("takes Fraud back", ["update"], resolved("Fraud", four_eyes(by_sam)), resolved("Ignore", by_sam), {})
	needs_second("reopens the event, takes Fraud back", ["update"], event("Resolved", "Fraud"), object.union(event("Active", null), {"annotations": by_sam}), {})
}

# Under another key, or in the other resource.
test_taking_fraud_back_elsewhere_needs_a_second_person if {
	gone := one(["delete"], resolved("Fraud", by_sam), null, {})
	after := {"subscription_id": "S1", "resolutions": {"E1": {"status": "Resolved", "reason": "Ignore", "annotations": by_sam}}}
	some message in denied(plan([gone, many(["create"], null, after)]))
	contains(message, "takes Fraud back")
	approved := json.patch(after, [{"op": "add", "path": "/resolutions/E1/annotations/approved_by", "value": lee}])
	denied(plan([gone, many(["create"], null, approved)])) == set()
}

test_reopening_needs_a_second_person if {
	needs_second("reopens the event", ["update"], event("Resolved", "Ignore"), object.union(event("Investigating", null), {"annotations": by_sam}), {})
	updated(event("Investigating", null), resolved("Ignore", by_sam)) == set()
}

test_overwriting_needs_a_second_person if {
	allowing := object.union(resolved("Ignore", by_sam), {"allow_overwrite": true})
	needs_second("may overwrite somebody", ["create"], null, allowing, {})
	needs_second("may overwrite somebody", ["update"], event("Active", null), allowing, {})
}

test_overwriting_by_import_needs_a_second_person if {
	importing := {"importing": {"id": "s1/e1"}}
	needs_second("overwrites what was imported", ["update"], event("Resolved", "Legitimate"), resolved("Ignore", by_sam), importing)
	needs_second("overwrites what was imported", ["update"], event("InProgress", null), resolved("Ignore", by_sam), importing)
	denied(plan([one(["update"], event("Active", null), resolved("Ignore", by_sam), importing)])) == set()
	denied(plan([one(["no-op"], event("Resolved", "Fraud"), event("Resolved", "Fraud"), importing)])) == set()
}

# Microsoft or a colleague has reopened what was resolved.
test_changing_back_needs_a_second_person if {
	decision := resolved("Ignore", by_sam)
	reopened := object.union(event("Active", null), {"annotations": by_sam})
	drift := {"resource_drift": [one(["update"], decision, reopened, {})]}
	again := one(["update"], reopened, decision, {})
	denied(plan([again])) == set()
	some message in denied(object.union(plan([again]), drift))
	contains(message, "overwrites what somebody has changed")
}

test_unlisted_records_need_a_second_person if {
	after := resolved("Ignore", by_sam)
	needs_second("may record an event that is not listed", ["create"], null, object.union(after, {"allow_unlisted": true}), {})
	needs_second("records an event that is not listed", ["create"], null, object.union(after, {"listed": false}), {})
	other := object.union(after, {"listed": false, "annotations": {"ticket": "SEC-2", "decided_by": sam}})
	updated(object.union(after, {"listed": false}), other) == set()
}

test_taking_out_must_not_reopen if {
	reactivating := object.union(resolved("Ignore", by_sam), {"reactivate_on_destroy": true})
	count(denied(plan([one(["delete"], reactivating, null, {})]))) == 1
	denied(plan([one(["delete"], resolved("Ignore", by_sam), null, {})])) == set()
	denied(plan([one(["forget"], reactivating, null, {})])) == set()
	denied(plan([one(["delete"], object.union(reactivating, {"status": "Active", "reason": null}), null, {})])) == set()
	count(denied(plan([object.union(one(["delete"], reactivating, null, {}), {"deposed": "a1"})]))) == 1
}

test_replacing_must_not_reopen if {
	reactivating := object.union(resolved("Ignore", by_sam), {"reactivate_on_destroy": true})
	every actions in [["delete", "create"], ["create", "delete"]] {
		count(denied(plan([one(actions, reactivating, object.union(reactivating, {"event_id": "e2"}), {})]))) == 1
		needs_second("reopens the event on the way", actions, reactivating, reactivating, {})
	}
}

test_of_many_decisions_only_the_changed_count if {
	bare := {"status": "Resolved", "reason": "Ignore", "annotations": null}
	before := {"subscription_id": "s1", "resolutions": {"old": bare, "changed": good}}
	after := {"subscription_id": "s1", "resolutions": {"OLD": object.union(bare, {"name": "High"}), "changed": bare, "new": good}}
	denied(plan([many(["update"], before, after)])) == {
		"partnercenter_fraud_event_resolutions.ledger: event changed: annotations lack `ticket`",
		"partnercenter_fraud_event_resolutions.ledger: event changed: annotations lack `decided_by`",
	}
}

# One of two decisions changes.
decided(element, more) := many(
	["update"],
	{"subscription_id": "s1", "resolutions": {"kept": good, "e1": {"status": "Resolved", "reason": "Fraud"}}},
	object.union({"subscription_id": "s1", "resolutions": {"kept": good, "e1": element}}, more),
)

test_each_of_many_decisions_is_judged if {
	count(denied(plan([decided(good, {})]))) == 1
	denied(plan([decided(object.union(good, {"annotations": four_eyes(by_sam)}), {})])) == set()
	own := object.union(good, {"allow_overwrite": false})
	some message in denied(plan([decided(good, {"allow_overwrite": true})]))
	contains(message, "may overwrite somebody")
	every other in denied(plan([decided(own, {"allow_overwrite": true})])) {
		not contains(other, "event e1: a second person must approve (`approved_by`): it may overwrite")
	}
}

test_elements_taken_out_must_not_reopen if {
	before := {"subscription_id": "s1", "reactivate_on_destroy": true, "resolutions": {"kept": good, "e1": good}}
	after := {"subscription_id": "s1", "reactivate_on_destroy": false, "resolutions": {"kept": good}}
	denied(plan([many(["update"], before, after)])) == {"partnercenter_fraud_event_resolutions.ledger: event e1: removing it reopens the event: decide `Active` first, with an approval"}
	count(denied(plan([many(["delete"], before, null)]))) == 2
}

test_what_the_plan_leaves_alone_is_left_alone if {
	denied(plan([one(["no-op"], event("Resolved", "Fraud"), event("Resolved", "Fraud"), {})])) == set()
	denied(plan([])) == set()
}

test_what_is_not_known_yet_is_denied if {
	after := {"subscription_id": "s1", "event_id": "e1", "status": "Resolved", "annotations": four_eyes(by_sam)}
	later := one(["create"], null, after, {"after_unknown": {"reason": true, "resolved_on": true, "annotations": {}}})
	denied(plan([later])) == {"partnercenter_fraud_event_resolution.decision[\"one\"]: `reason` is not known before apply"}
	every unknown in [{"event_id": true}, {"annotations": {"ticket": true}}, {"reactivate_on_destroy": true}, true] {
		count(denied(plan([one(["create"], null, after, {"after_unknown": unknown})]))) > 0
	}
	known := {"subscription_id": "s1", "resolutions": {}}
	all := object.union(many(["create"], null, known), {"change": {"after_unknown": {"resolutions": {"e1": {"name": true, "previous_status": true}}}}})
	denied(plan([all])) == set()
	every unknown in [true, {"e1": true}, {"e1": {"allow_unlisted": true}}] {
		count(denied(plan([object.union(many(["create"], null, known), {"change": {"after_unknown": {"resolutions": unknown}}})]))) == 1
	}
}

with_values(values) := object.union(plan([]), {"action_invocations": [{
	"address": "action.partnercenter_update_fraud_events.old",
	"type": "partnercenter_update_fraud_events",
	"config_values": values,
}]})

test_actions_may_only_try if {
	denied(with_values({"dry_run": true})) == set()
	every values in [{"dry_run": false}, {"dry_run": null}, {}] {
		count(denied(with_values(values))) == 1
	}
	count(denied(object.union(plan([]), {"deferred_action_invocations": [{}]}))) == 1
}

test_what_is_not_known_to_the_policy_is_denied if {
	count(denied({})) == 1
	count(denied({"format_version": "1.0", "values": {}})) == 1
	count(denied(object.union(plan([]), {"errored": true}))) == 1
	count(denied(plan([{"address": "a", "type": "partnercenter_other", "change": {"actions": ["create"]}}]))) == 1
	count(denied(plan([{"address": "a", "mode": "data", "type": "partnercenter_fraud_events", "change": {"actions": ["read"]}}]))) == 0
	deferred := {"address": "a", "type": "partnercenter_fraud_event_resolution", "change": {"actions": ["create"]}}
	count(denied(object.union(plan([]), {"deferred_changes": [{"reason": "unknown", "resource_change": deferred}]}))) == 1
}

# Changes that need no second person.
test_adopting_needs_no_second_person if {
	adopted := resolved("Ignore", by_sam)
	updated(event("Active", null), object.union(event("Investigating", null), {"annotations": by_sam})) == set()
	denied(plan([one(["update"], event("Resolved", "Ignore"), adopted, {"importing": {"id": "s1/e1"}})])) == set()
	denied(plan([one(["delete", "create"], adopted, adopted, {})])) == set()
	drift := {"resource_drift": [one(["update"], resolved("Fraud", by_sam), event("Resolved", "Ignore"), {})]}
	followed := one(["update"], event("Resolved", "Ignore"), adopted, {})
	every message in denied(object.union(plan([followed]), drift)) {
		contains(message, "it takes Fraud back")
	}
}

test_the_second_person_must_be_one_who_may_approve if {
	count(created(resolved("Fraud", object.union(by_kim, {"approved_by": sam})))) == 1
	created(resolved("Fraud", four_eyes(by_kim))) == set()
}

test_unlisted_records_of_many_need_a_second_person if {
	after := {"subscription_id": "s1", "unlisted_event_ids": ["E1"], "resolutions": {"e1": good}}
	some message in denied(plan([many(["create"], null, after)]))
	contains(message, "records an event that is not listed")
}

# The policy ignores other types.
test_other_types_are_left_alone if {
	denied(plan([{"address": "a", "type": "terraform_data", "change": {"actions": ["create"], "after": {"status": "x"}}}])) == set()
	denied(object.union(plan([]), {"action_invocations": [{"address": "a", "type": "other_action", "config_values": {}}]})) == set()
	count(denied(object.union(plan([]), {"action_invocations": [{"address": "a", "type": "partnercenter_other", "config_values": {"dry_run": true}}]}))) == 1
}
