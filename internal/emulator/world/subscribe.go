// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

// Change is something that happened to an event.
type Change struct {
	Event  Event
	Before *Event // nil if Microsoft has just raised the event
}

// Subscribe calls f after each change, as soon as the change is on disk. f may call the world's
// methods. It must not block: the caller who changes the world waits for it.
func (w *World) Subscribe(f func(Change)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.subscribers = append(w.subscribers, f)
}

// tell informs the activity log and the subscribers about everything since the last call.
func (w *World) tell() error {
	w.mu.Lock()
	happened, subscribers := w.store.happened, w.subscribers
	w.store.happened = nil
	w.mu.Unlock()
	err := w.recordChanges(happened)
	for _, change := range happened {
		for _, f := range subscribers {
			f(change)
		}
	}
	return err
}
