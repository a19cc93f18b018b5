// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package resolution declares decisions about fraud events: the resource for one, the resource for
// many of one subscription, and the list of what can be imported. There is nothing to create or
// delete. Both resources have the same life, which is written once:
//
//	plan     plan.go: a new decision is reviewed by a listing, one in state by the refreshed state.
//	   │     notice.go says what a reviewer should see, and errors.go what apply would refuse
//	create   declared.go: a step for each decision (step.go), all carried out together (apply.go).
//	   │     It adopts, writes or records. A failure saves no state. memory.go keeps the decision
//	   │     in private state
//	read     refresh.go: the state takes over where the event stands, and private state who moved it.
//	   │     An event that is no longer listed stays as last known
//	update   writes what differs. A failure leaves in state what Partner Center reports
//	   │
//	delete   forgets, or reopens what still carries the decision, by reactivate_on_destroy
//
// The resources differ in their models only (model.go): resolutionModel is one record, and
// resolutionsModel holds an entry for each. A record turns what it holds into a declaration, which
// alone makes changes for the Ledger (declaration.go). import.go takes one event over as it stands.
package resolution
