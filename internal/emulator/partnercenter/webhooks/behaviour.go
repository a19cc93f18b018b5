// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

// Behaviour switches undocumented behaviour of webhooks. The zero value is the default: the most
// likely behaviour or, if none is more likely, the strictest.
type Behaviour struct {
	WebhookNone            NoneForm // how GET shows that there is no registration
	WebhookPrintsAll       bool     // GET prints all members of the model, in camel case
	WebhookPostReplaces    bool     // POST replaces a registration; default: 409
	WebhookPutCreates      bool     // PUT creates a registration; default: 404
	WebhookPlainHTTP       bool     // http URLs are accepted on every host
	WebhookEmptyList       bool     // an empty list of events is accepted
	WebhookUnknownEvents   bool     // unknown event names are accepted
	WebhookNoStatusChanges bool     // events are sent when they are raised, but not afterwards
	WebhookBareSignature   bool     // x-ms-signature has no prefix
	WebhookRetryMillis     int      // time between two attempts; 0: 100
	WebhookLag             int      // a write shows only after that many further GETs
}

// NoneForm is a form of "no registration".
type NoneForm string

// The forms.
const (
	None404   NoneForm = ""
	NoneEmpty NoneForm = "empty" // {}
	NoneNull  NoneForm = "null"
)
