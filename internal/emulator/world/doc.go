// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package world is the state behind the emulator's windows: subscriptions, their fraud events, and
// the decisions about them.
//
//	a window     reads by List, decides by Edit ------------+
//	the portal   ChangeStatus, CancelSubscription, Remove --+-> store <-> events.json
//	a test       Events, Event, Inject ---------------------+     ^
//	the first start                                        Seed --+
//
// The other parts have files of their own, know nothing of the world, and are opened by it: [Azure],
// [Budgets], [MFA], [Webhooks], and the activity log. Every change of an event reaches them from
// there.
//
// The activity log ([World.Activity]) records what happens to events by itself. Windows add what
// they do by [World.Record].
//
// A stored event never changes: a decision replaces it with a new one, so windows can read events
// without a lock. Every method returns only after its change is on disk.
package world
