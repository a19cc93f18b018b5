// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"errors"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Memory is what a configuration remembers of its own part in an event. A nil Memory remembers nothing.
type Memory struct {
	// Last is the decision that was last written or adopted.
	Last Standing `json:"last"`

	// Sent is a decision that was sent since then, and that nobody has seen take effect. It may have.
	Sent *Standing `json:"sent,omitempty"`

	// Imported says that Last was found at an import: somebody else's decision, as far as is known.
	Imported bool `json:"imported,omitempty"`
}

// Remember is the memory of a decision that was written or adopted.
func Remember(d Decision) Memory { return Memory{Last: d.Standing()} }

// AfterFailure is the memory after a change has failed: if the decision was sent, it may take effect yet.
func (m *Memory) AfterFailure(d Decision, err error) *Memory {
	if !maybeSent(err) {
		return m
	}
	sent := d.Standing()
	if m == nil {
		return &Memory{Last: sent}
	}
	return &Memory{Last: m.Last, Sent: &sent, Imported: m.Imported}
}

// Holds is the decision of ours that an event stands by, if it stands as seen; else the one last written or adopted.
func (m *Memory) Holds(seen Standing) Standing {
	if m.Sent != nil && *m.Sent == seen {
		return seen
	}
	return m.Last
}

// Owns reports whether an event that stands like this can stand so because of us.
func (m *Memory) Owns(s Standing) bool {
	return m != nil && (s == m.Last || m.Sent != nil && s == *m.Sent)
}

// MayOverturn says whether a decision may change an event that was seen to stand as seen, without consent of its own.
// It may when the event is still as the configuration last left it, and when the configuration itself has decided anew
// since then. It may not when all that happened is that somebody else resolved the event otherwise.
func (m *Memory) MayOverturn(d Decision, seen Standing) bool {
	if seen.Status != Resolved {
		return true
	}
	return m.Owns(seen) || m != nil && !m.Owns(d.Standing())
}

// maybeSent reports whether a failed change may have been written all the same.
func maybeSent(err error) bool {
	var (
		unconfirmed *UnconfirmedError
		call        *partnercenter.Error
	)
	if errors.As(err, &unconfirmed) {
		return true
	}
	return errors.As(err, &call) && (call.OutcomeUnknown || call.StatusCode >= http.StatusInternalServerError)
}
