// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import "time"

// Behaviour switches undocumented behaviour of these calls. The zero value is the default.
type Behaviour struct {
	// the time until a cancellation or a reactivation takes effect; 0: 600, below 0: at once
	EntitlementSeconds  int
	EntitlementPageSize int  // lists have pages of that size, with links.next; 0: no pages
	EntitlementsBare    bool // lists are bare arrays
	// every Azure plan of the customer has the subscription, as after a change of the plan
	EntitlementsInAllPlans bool
	EntitlementListCalls   int  // lists of entitlements per minute; 0: no throttling
	CancelAccepted         bool // cancel is answered by 202 without a body; default: 200
	CancelTwice            bool // canceling an inactive subscription is accepted, without effect
	AnyCancellationReason  bool // every reason is accepted
	ReactivateRefused      bool // every reactivation is 400/900337
	// a cancellation resolves all events of the subscription as Fraud, as the dashboard does
	CancelResolvesEvents bool
	CancelUnlistsEvents  bool // a cancellation removes the subscription's events from listings
}

func (b Behaviour) delay() time.Duration {
	switch {
	case b.EntitlementSeconds < 0:
		return 0
	case b.EntitlementSeconds == 0:
		return 10 * time.Minute
	}
	return time.Duration(b.EntitlementSeconds) * time.Second
}
