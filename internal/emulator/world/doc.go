// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package world is the state behind the emulator's windows: subscriptions, their fraud events, and
// what was decided about them.
//
//	Open ── Seed ──► store ◄── Edit: a window decides     ChangeStatus, CancelSubscription, …: the portal does
//	                   └─────► List: a window reads       Events, Event: a test looks
//
// A stored event never changes: a decision puts a new one in its place, so that what a window has
// been given may be read without a lock. Every change is safe on disk before the method that makes
// it returns.
package world
