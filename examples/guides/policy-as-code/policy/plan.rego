# The changes of a plan to decisions about fraud events, in one form for both
# resources. Only its type identifies a resource, regardless of its module, its
# provider's alias, and the registry.
package plan

import rego.v1

one := "partnercenter_fraud_event_resolution"

many := "partnercenter_fraud_event_resolutions"

is_plan if {
	is_string(input.format_version)
	is_object(input.configuration)
}

resources contains resource if {
	some resource in array.concat(list("resource_changes"), list("resource_drift"))
	resource.type in {one, many}
}

# The changes that create or update decisions.
changes contains change if {
	some change in list("resource_changes")
	change.type in {one, many}
	some action in change.change.actions
	action in {"create", "update"}
}

# Created or updated decisions, each with the event's previous standing in
# state.
decisions contains decision if {
	some change in changes
	some element in elements(change, "after")
	before := elements_by_event(change, "before")
	is_changed(change, object.get(before, element.event, null), element)
	decision := object.union(element, {
		"before": object.get(before, [element.event, "after"], null),
		"importing": is_object(object.get(change.change, "importing", null)),
	})
}

made contains decision.event if some decision in decisions

# Decisions that a destroy removes from state, which may reopen the event. They
# include deposed objects.
removals contains removal if {
	some change in list("resource_changes")
	change.type in {one, many}
	some element in elements(change, "before")
	is_removed(change, element)
	removal := {
		"address": change.address,
		"event": element.event,
		"event_id": element.event_id,
		"before": element.after,
		"reactivate": true in {
			object.get(change.change.before, "reactivate_on_destroy", null),
			object.get(object_or_empty(change.change.after), "reactivate_on_destroy", null),
		},
	}
}

# The standing of each event in state, at any address.
standings[element.event] contains element.after if {
	some resource in resources
	some element in elements(resource, "before")
}

# Events that somebody has changed since the last apply.
drifted contains element.event if {
	some drift in list("resource_drift")
	drift.type in {one, many}
	after := elements_by_event(drift, "after")
	some element in elements(drift, "before")
	object.get(after, [element.event, "after"], element.after) != element.after
}

unknown_types contains change if {
	some change in list("resource_changes")
	object.get(change, "mode", "managed") == "managed"
	startswith(change.type, "partnercenter_")
	not change.type in {one, many}
	some action in change.change.actions
	not action in {"no-op", "read"}
}

deferred contains change.resource_change.address if {
	some change in list("deferred_changes")
	startswith(change.resource_change.type, "partnercenter_")
}

deferred contains "an action" if count(list("deferred_action_invocations")) > 0

invocations contains invocation if {
	some invocation in list("action_invocations")
	startswith(invocation.type, "partnercenter_")
}

is_open(standing) if standing.status in {"Active", "Investigating"}

# The attributes that a configuration sets. The rest is computed.
is_configuration(path) if count(path) == 0

is_configuration(path) if path[0] in {
	"subscription_id", "event_id", "status", "reason", "annotations",
	"allow_overwrite", "allow_unlisted", "reactivate_on_destroy",
}

is_configuration(path) if {
	path[0] == "resolutions"
	count(path) < 3
}

is_configuration(path) if {
	path[0] == "resolutions"
	path[2] in {
		"status", "reason", "annotations",
		"allow_overwrite", "allow_unlisted",
	}
}

elements(resource, side) := {
	element(resource, values, values.event_id, values) |
		values := resource.change[side]
} if {
	resource.type == one
	is_object(resource.change[side])
	is_string(object.get(resource.change[side], "event_id", null))
} else := {element(resource, values, event_id, resolution) |
	values := resource.change[side]
	some event_id, resolution in values.resolutions
} if {
	resource.type == many
	is_object(resource.change[side])
} else := set()

element(resource, values, event_id, resolution) := {
	"address": resource.address,
	"event": lower(sprintf(
		"%v/%v",
		[object.get(values, "subscription_id", ""), event_id],
	)),
	"event_id": event_id,
	"after": {
		"status": object.get(resolution, "status", null),
		"reason": object.get(resolution, "reason", null),
	},
	"annotations": object_or_empty(object.get(resolution, "annotations", {})),
	"allow_overwrite": switch(values, resolution, "allow_overwrite"),
	"allow_unlisted": switch(values, resolution, "allow_unlisted"),
	"listed": is_listed(values, event_id),
}

elements_by_event(resource, side) := {element.event: element |
	some element in elements(resource, side)
}

# An element's own option overrides the resource's.
switch(values, resolution, name) := own if {
	own := object.get(resolution, name, null)
	is_boolean(own)
} else := object.get(values, name, null) == true

is_listed(values, event_id) := false if {
	object.get(values, "listed", true) == false
} else := false if {
	some other in object.get(values, "unlisted_event_ids", [])
	lower(other) == lower(event_id)
} else := true

is_changed(change, _, _) if change.type == one

is_changed(change, _, _) if "create" in change.change.actions

is_changed(_, before, after) if {
	some name in {"after", "annotations", "allow_overwrite", "allow_unlisted"}
	object.get(object_or_empty(before), name, null) != after[name]
}

is_removed(change, _) if "delete" in change.change.actions

is_removed(change, element) if {
	"update" in change.change.actions
	not element.event in object.keys(elements_by_event(change, "after"))
}

object_or_empty(value) := value if is_object(value)

else := {}

list(name) := value if {
	value := input[name]
	is_array(value)
} else := []
