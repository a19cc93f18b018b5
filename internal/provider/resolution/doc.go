// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package resolution declares decisions about fraud events: the resource for one (resolution_*.go),
// the resource for many of one subscription (resolutions_*.go), and the list of what can be
// imported (list.go). There is nothing to create or delete, so the life of a decision is this:
//
//	plan     a new decision is looked up and reviewed; a changed one is reviewed by the state
//	   │     concerns: what a reviewer should see; errors: what apply would refuse
//	create   adopts, writes, or records without a call; a failure leaves no state
//	   │     private state remembers the decision made here
//	read     the state takes over where the event stands; private state notes who moved it
//	   │     an event that is not listed any more stays as last known
//	update   writes what differs; a failure leaves what Partner Center reports
//	   │
//	delete   forgets, or reopens what still carries the decision, by reactivate_on_destroy
//
// Both resources turn what they hold into a declaration, which alone makes changes for the Ledger
// (resolution_declaration.go, resolution_rules.go). So the rules are the same for one and for many.
package resolution
