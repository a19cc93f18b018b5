// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

// savedEvents is the form of events.json.
type savedEvents struct {
	Version              int      `json:"version"`
	Subscriptions        []string `json:"subscriptions"`
	RemovedSubscriptions []string `json:"removedSubscriptions"`
	Events               []*Event `json:"events"`
}

// saved returns the current content of events.json.
func (st *store) saved() savedEvents {
	saved := savedEvents{Version: 1, Events: st.events()}
	for _, sub := range st.subscriptions {
		if sub.removed {
			saved.RemovedSubscriptions = append(saved.RemovedSubscriptions, sub.id)
		} else {
			saved.Subscriptions = append(saved.Subscriptions, sub.id)
		}
	}
	return saved
}

func (st *store) restore(saved savedEvents) {
	for _, id := range saved.Subscriptions {
		st.know(id)
	}
	for _, id := range saved.RemovedSubscriptions {
		st.know(id).removed = true
	}
	for _, e := range saved.Events {
		st.put(*e)
	}
}
