// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// Error is a failed call of Partner Center, with advice.
type Error struct {
	rest.CallError

	Area           Area
	SubscriptionID string // the requested subscription, if any
	LaterPage      bool   // the call was for a later page than the first

	// TimeOver means that time, rather than retries, keeps the call from another attempt.
	TimeOver bool
}

// MissingMFA reports whether the user signed in without multifactor authentication
// (docs-dev/api.md, MFA).
func (e *Error) MissingMFA() bool { return e.Unrenewable }

// Area is a part of Partner Center's API: fraud events, webhooks, or budgets.
type Area struct {
	// Name is what messages call the area, in the plural: "fraud events".
	Name string

	// Advise gives the advice for the area's own codes. It may be nil, and so may its result: then the
	// advice depends only on the status.
	Advise func(e *Error) anatomy.Text
}

// title is the name at the beginning of a sentence.
func (a Area) title() string {
	if a.Name == "" {
		return "These calls"
	}
	return strings.ToUpper(a.Name[:1]) + a.Name[1:]
}

// ReadOnlyError is a write that a read-only client did not send.
type ReadOnlyError struct {
	Operation string // "cancel the Azure subscription"
}

// Error implements error.
func (e *ReadOnlyError) Error() string { return e.Anatomy().String() }

// Anatomy implements [anatomy.Error].
func (e *ReadOnlyError) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{
		Kind:   anatomy.ReadOnlyMode,
		What:   anatomy.Say("the provider is read-only and did not %s", e.Operation),
		Advice: anatomy.Say("To write, turn %v off.", anatomy.ReadOnly),
	}
}
