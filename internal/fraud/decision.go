// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"fmt"
	"strings"
)

// Decision is a requested standing: a status, with a reason if and only if the status is Resolved.
// NewDecision returns no other combination. The zero value is not a decision and cannot be written.
type Decision struct {
	status Status
	reason Reason
}

// NewDecision creates a decision from values in their documented spelling.
func NewDecision(status, reason string) (Decision, error) {
	d := Decision{Status(status), Reason(reason)}
	if s, known := Canonical(status, Statuses()); !known || s != status {
		return Decision{}, fmt.Errorf("%q is not a status: use one of %s", status,
			strings.Join(Statuses(), ", "))
	}
	if d.status != Resolved {
		if reason != "" {
			return Decision{}, fmt.Errorf("only a Resolved event has a reason, and the status is %s", status)
		}
		return d, nil
	}
	if r, known := Canonical(reason, Reasons()); !known || r != reason {
		return Decision{}, fmt.Errorf("a Resolved event needs one of the reasons %s",
			strings.Join(Reasons(), ", "))
	}
	return d, nil
}

// Reopen returns the decision to reopen an event.
func Reopen() Decision { return Decision{status: Active} }

// Status returns the requested status.
func (d Decision) Status() Status { return d.status }

// Reason returns the requested reason, empty unless the status is Resolved.
func (d Decision) Reason() Reason { return d.reason }

// Standing returns the event's standing after the decision.
func (d Decision) Standing() Standing { return Standing{d.status, d.reason} }

// String returns a text such as "Resolved (Fraud)" or "Investigating".
func (d Decision) String() string { return d.Standing().String() }

// Standing is an event's status and reason, as the service reports them. Unlike a Decision, it can
// have undocumented values. The reason has a meaning only if the event is resolved: a reopened
// event may still have one.
type Standing struct {
	Status Status `json:"status"`
	Reason Reason `json:"reason,omitempty"`
}

// Unlisted is the standing of an event that was not listed at its review. A listed event never has
// it, because Partner Center has no such status.
func Unlisted() Standing { return Standing{Status: "not listed"} }

// ParseStanding parses the result of String.
func ParseStanding(s string) Standing {
	reason := strings.TrimSuffix(strings.TrimPrefix(s, string(Resolved)+" ("), ")")
	for _, candidate := range []Standing{{}, {Status: Resolved},
		{Status: Resolved, Reason: Reason(reason)}} {
		if candidate.String() == s {
			return candidate
		}
	}
	return Standing{Status: Status(s)}
}

// NewStanding creates a standing from the service's values, in their documented spelling if there
// is one.
func NewStanding(status, reason string) Standing {
	s := Standing{Status: Status(spelled(status, Statuses()))}
	if s.Status == Resolved {
		s.Reason = Reason(spelled(reason, Reasons()))
	}
	return s
}

// String returns a text such as "Resolved (Fraud)" or "Active".
func (s Standing) String() string {
	switch {
	case s.Status == "":
		return "without a status"
	case s.Status == Resolved && s.Reason == "":
		return "Resolved (no reason given)"
	case s.Reason != "":
		return Printable(fmt.Sprintf("%s (%s)", s.Status, s.Reason))
	default:
		return Printable(string(s.Status))
	}
}
