// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package world is the state behind the emulator's windows: subscriptions, their fraud events, and
// what was decided about them.
//
//	a window     reads by List, decides by Edit ──────────────────┐
//	the portal   ChangeStatus, CancelSubscription, Remove, … ─────┼─► store ◄─► events.json
//	a test       Events, Event, Inject ───────────────────────────┘     ▲
//	the first start                                             Seed ───┘
//
// A stored event never changes: a decision puts a new one in its place, so that what a window has
// been given may be read without a lock. Every change is safe on disk before the method that makes
// it returns.
package world
