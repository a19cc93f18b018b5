// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package resolution declares decisions about fraud events: the resource for one, the resource for
// many of one subscription, and the list of importable events. There is nothing to create or
// delete. Both resources have the same life, which is written once:
//
//	plan     plan.go: reviews a new decision against a listing, others against the refreshed state.
//	   │     notice.go warns reviewers, and errors.go has the refusals
//	create   declared.go: a step for each decision (step.go), all carried out together (apply.go).
//	   │     It adopts, writes or records. A failure saves no state. memory.go keeps the decision
//	   │     in private state
//	read     refresh.go: updates the event's standing in state, and its movement in private state.
//	   │     An unlisted event stays unchanged
//	update   writes differences. After a failure, state holds the event as Partner Center reports it
//	   │
//	delete   forgets decisions. reactivate_on_destroy reopens events that still match
//
// The resources differ in their models only (model.go): resolutionModel is one record, and
// resolutionsModel holds an entry for each. A record becomes a declaration, which alone makes
// changes for the Ledger (declaration.go). import.go imports one event with its current standing.
package resolution
