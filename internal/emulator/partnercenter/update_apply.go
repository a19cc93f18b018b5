// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

type update struct {
	updateBody

	behaviour Behaviour
	decision  world.Decision
	newModel  bool
}

// apply decides about the events, all or none by default, and returns the events of the reply.
func (u update) apply(sub *world.Subscription) ([]*world.Event, *Refusal) {
	named, unknown := u.named(sub)
	if len(unknown) > 0 && u.behaviour.UnknownIDs == UnknownIDsRefused {
		return nil, unknownEvents(unknown)
	}
	changing, refusal := u.changeable(named)
	if refusal != nil {
		return nil, refusal
	}
	for _, e := range changing {
		sub.Decide(e, u.decision)
	}
	if len(unknown) > 0 && u.behaviour.UnknownIDs == UnknownIDsPartial {
		return nil, unknownEvents(unknown)
	}
	switch u.behaviour.UpdateReply {
	case UpdateReplyEmpty:
		return nil, nil
	case UpdateReplySubscription:
		return sub.Events(), nil
	}
	for i, e := range named {
		named[i] = sub.Event(e.EventID)
	}
	return named, nil
}

// named returns the events that the write names or, if it names none, all events of the
// subscription, as documented. Events of other subscriptions, and events that the classic model
// does not show, are unknown.
func (u update) named(sub *world.Subscription) (named []*world.Event, unknown []string) {
	if len(u.eventIDs) == 0 {
		return sub.Events(), nil
	}
	seen := map[string]bool{}
	for _, id := range u.eventIDs {
		if seen[id] {
			continue
		}
		seen[id] = true
		if e := sub.Event(id); e != nil && (u.newModel || e.EventType == world.EventTypeMining) {
			named = append(named, e)
		} else {
			unknown = append(unknown, id)
		}
	}
	return named, unknown
}

func unknownEvents(ids []string) *Refusal {
	return InvalidProperty(fmt.Sprintf("EventIds holds %d events that the subscription does not "+
		"have, for example %s.",
		len(ids), ids[0]))
}

// changeable returns the events that may be changed, including events that already have the
// requested status and reason.
func (u update) changeable(named []*world.Event) ([]*world.Event, *Refusal) {
	rule := u.behaviour.AlreadyResolved
	if rule == AlreadyResolvedOverwritten {
		return named, nil
	}
	var free []*world.Event
	for _, e := range named {
		if e.EventStatus != world.StatusResolved || !e.Differs(u.decision) {
			free = append(free, e)
		} else if rule == AlreadyResolvedRefused {
			return nil, InvalidProperty("The event " + e.EventID + " is already resolved.")
		}
	}
	return free, nil
}
