// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package ledger is the engine: the Ledger through which a process reads fraud events and carries
// out decisions. It needs few calls however many callers there are, and never writes to an event
// unseen.
//
// ledger.go finds and reviews one event. survey.go, search.go and newest.go read many. Package
// listings makes the listings, and shares them.
//
// The life of an order, which is one change on its way:
//
//	placed     decide.go: Decide and DecideAll place it in the queue of its subscription
//	queued     queue.go: it waits for others (sharing.Arrivals), and until an earlier write to
//	           its event is settled
//	reviewed   queue.go, serve: against a recent listing (review.go). Most orders end here:
//	           adopted, recorded or refused
//	delivered  delivery.go: with others of the same decision, in one call or in parts
//	confirmed  confirm.go: by the reply, or by reading
//	settled    order.go: exactly once. evidence.go and same_run.go then use it for the rest of
//	           the run, and audit.go records it
//
// A backend sends an update once. A parcel (parcel.go) holds the events of one call. attempts.go
// makes the attempts, depending on the result of the last one:
//
//	accepted             confirm
//	too late             review_anew.go: the events are reviewed again, then the next
//	busy                 the backend's wait, then the next
//	a fault              likewise; from then on a write may have happened
//	unknown outcome      unknown_outcome.go: the events are read; unchanged ones
//	                     (still_open.go) are sent again
//	refused for events   in halves, delivery.go
//	anything else, or retries are used up: settled by the error, but as unconfirmed if an
//	                     earlier attempt may have happened
//
// The backend decides how long and how often to wait. The Ledger decides what may still be written.
package ledger
