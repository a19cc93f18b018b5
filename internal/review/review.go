// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Mark is a reason why an item needs attention.
type Mark string

// The marks, the most serious first.
const (
	Cancels      Mark = "cancels"      // an Azure subscription
	Revives      Mark = "revives"      // an Azure subscription that was canceled
	Bulk         Mark = "bulk"         // an action, which picks its events when it runs
	Removes      Mark = "removes"      // a spending budget
	Unsubscribes Mark = "unsubscribes" // a receiver from some or all webhook events
	Overwrites   Mark = "overwrites"   // what somebody else has decided or set
	Unfamiliar   Mark = "unfamiliar"   // of a type that this version does not know
	Reopens      Mark = "reopens"
	Reopened     Mark = "reopened"  // by somebody else, since the decision
	Unguarded    Mark = "unguarded" // the plan switches a guard off, such as require_fraud_event
	Unlisted     Mark = "unlisted"  // recorded without a call
	LetsGo       Mark = "lets_go"
	Unknown      Mark = "unknown"
	Deferred     Mark = "deferred"
)

func marks() []Mark {
	return []Mark{Cancels, Revives, Bulk, Removes, Unsubscribes, Overwrites, Unfamiliar, Reopens,
		Reopened, Unguarded, Unlisted, LetsGo, Unknown, Deferred}
}

// Kind says what the plan does about an event.
type Kind string

// The kinds.
const (
	Decide   Kind = "decide"
	Adopt    Kind = "adopt"
	Record   Kind = "record"
	Import   Kind = "import"
	Evidence Kind = "evidence" // only annotations or options change
	Forget   Kind = "forget"
	Drift    Kind = "drift" // changed by somebody else, and left alone
)

// Alert holds what a plan says about an event. A field is empty if the plan does not say.
type Alert struct {
	Severity         string    `json:"severity,omitempty"`
	EventType        string    `json:"event_type,omitempty"`
	Title            string    `json:"title,omitempty"`
	Detected         time.Time `json:"detected,omitzero"`
	Customer         string    `json:"customer,omitempty"`
	CustomerTenantID string    `json:"customer_tenant_id,omitempty"`
}

// Item is one event in the plan.
type Item struct {
	Alert

	Kind           Kind              `json:"kind"`
	Marks          []Mark            `json:"attention,omitempty"`
	Guards         []string          `json:"guards_off,omitempty"` // settings that switch guards off
	Address        string            `json:"address"`
	SubscriptionID string            `json:"subscription_id"`
	EventID        string            `json:"event_id"`
	From           *fraud.Standing   `json:"from"` // nil if the plan does not say
	To             fraud.Standing    `json:"to"`
	ResolvedBy     string            `json:"resolved_by,omitempty"` // of From
	Evidence       map[string]string `json:"evidence,omitempty"`
}

// Action is an action that the plan invokes.
type Action struct {
	Type    string            `json:"type"`
	Address string            `json:"address"`
	Marks   []Mark            `json:"attention,omitempty"`
	Guards  []string          `json:"guards_off,omitempty"`
	Config  map[string]string `json:"config,omitempty"` // each value as JSON
}

// Review holds the decisions of a plan.
type Review struct {
	Planned time.Time `json:"planned,omitzero"`
	Sum     Sum       `json:"sum"`
	Items   []Item    `json:"items"`
	Actions []Action  `json:"actions"`
	Objects []Object  `json:"objects,omitempty"`
	Notes   []string  `json:"notes"` // sentences about the plan as a whole, which need attention

	withoutNames bool
}

// Sum counts the decisions of a plan.
type Sum struct {
	Decisions map[string]int `json:"decisions"` // by reason, or by status
	Customers int            `json:"customers"`
	Attention int            `json:"attention"`
	Marks     map[Mark]int   `json:"marks"`
	Kinds     map[Kind]int   `json:"kinds"`
	Moved     int            `json:"moved"` // between addresses
	// Other counts further changes to resources and actions of this provider, by type.
	Other          map[string]int `json:"other"`
	OtherProviders int            `json:"other_providers"`

	sent int // of Other, how many change something in Partner Center
}

// NeedsAttention reports whether somebody should look before anybody approves.
func (r *Review) NeedsAttention() bool { return r.Sum.Attention > 0 }
