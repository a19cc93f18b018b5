// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"fmt"
	"strings"
)

// Decision is what somebody wants of an event: a status, with a reason exactly when it is resolved.
// NewDecision makes no other, and the zero value, which is no decision, cannot be written.
type Decision struct {
	status Status
	reason Reason
}

// NewDecision makes a decision of words in their documented spelling. The error says what does not
// fit.
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

// Reopen decides that an event is open again.
func Reopen() Decision { return Decision{status: Active} }

// Status is the wanted status.
func (d Decision) Status() Status { return d.status }

// Reason is the wanted reason, empty unless the status is Resolved.
func (d Decision) Reason() Reason { return d.reason }

// Standing is where an event stands once the decision is carried out.
func (d Decision) Standing() Standing { return Standing{d.status, d.reason} }

// String reads like "Resolved (Fraud)" or "Investigating".
func (d Decision) String() string { return d.Standing().String() }

// Standing is where the service says an event stands. Unlike a Decision it can hold values nobody
// documented. The reason counts for a resolved event only: what a reopened one still carries says
// nothing.
type Standing struct {
	Status Status `json:"status"`
	Reason Reason `json:"reason,omitempty"`
}

// Unlisted is the standing of an event that was reviewed when Partner Center did not list it. A
// listed event never stands like this: Partner Center knows no such status.
func Unlisted() Standing { return Standing{Status: "not listed"} }

// ParseStanding reads what String wrote.
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

// NewStanding makes a standing of the service's words, in their documented spelling where there is
// one.
func NewStanding(status, reason string) Standing {
	s := Standing{Status: Status(spelled(status, Statuses()))}
	if s.Status == Resolved {
		s.Reason = Reason(spelled(reason, Reasons()))
	}
	return s
}

// String reads like "Resolved (Fraud)" or "Active".
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
