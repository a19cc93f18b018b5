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
// The other parts have files of their own, and do not know the world, which opens them and tells
// them about every change of an event: [Azure], [Budgets], [MFA], [Webhooks], and the activity log.
//
// The activity log ([World.Activity]) records what happens to events by itself. Windows add what
// they do by [World.Record].
//
// A stored event never changes: a decision replaces it with a new one, so windows can read events
// without a lock. Every method returns only after its change is on disk.
package world
