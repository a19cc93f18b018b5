// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

const maxBody = 64 << 10

// cancel cancels a subscription. Its effect comes later.
func (s *window) cancel(c partnercenter.Call) *partnercenter.Refusal {
	sub, refusal := s.entitlement(c)
	if refusal != nil {
		return refusal
	}
	b := s.behaviour()
	reason, refusal := readReason(c.Request)
	switch {
	case refusal != nil:
		return refusal
	case reason != "compromise" && !b.AnyCancellationReason:
		return partnercenter.BadRequest("900307", "The cancellation reason is invalid.")
	}
	done, err := s.world.Azure().Request(sub.ID, world.AzureInactive, c.Actor())
	switch {
	case err != nil:
		return notSaved()
	case !done && !b.CancelTwice:
		return partnercenter.BadRequest("400", "The entitlement is canceled already.")
	case done:
		if err := s.effects(b, sub.ID, c.Actor()); err != nil {
			return notSaved()
		}
	}
	if b.CancelAccepted {
		c.Writer.WriteHeader(http.StatusAccepted)
		return nil
	}
	writeJSON(c.Writer, http.StatusOK, withSelf(sub)) // with the status before the change
	return nil
}

// effects changes the events of a canceled subscription.
func (s *window) effects(b Behaviour, id string, by world.Actor) error {
	if b.CancelResolvesEvents {
		if err := s.world.ResolveAsFraud(id, by); err != nil {
			return err
		}
	}
	if !b.CancelUnlistsEvents {
		return nil
	}
	for _, e := range s.world.Stored() {
		if strings.EqualFold(e.SubscriptionID, id) {
			if err := s.world.Remove(e.EventID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *window) reactivate(c partnercenter.Call) *partnercenter.Refusal {
	sub, refusal := s.entitlement(c)
	if refusal != nil {
		return refusal
	}
	b := s.behaviour()
	done := false
	if !b.ReactivateRefused {
		var err error
		if done, err = s.world.Azure().Request(sub.ID, world.AzureActive, c.Actor()); err != nil {
			return notSaved()
		}
	}
	if !done {
		return partnercenter.BadRequest("900337", "The entitlement cannot be reactivated.")
	}
	c.Writer.WriteHeader(http.StatusAccepted)
	return nil
}

// readReason reads the body of a cancellation.
func readReason(r *http.Request) (string, *partnercenter.Refusal) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil ||
		kind != "application/json" {
		return "", &partnercenter.Refusal{Status: http.StatusUnsupportedMediaType, Code: "415",
			Description: "The content type is not supported."}
	}
	missing := partnercenter.BadRequest("800002", "The cancellation content is missing or invalid.")
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return "", missing
	}
	var members map[string]*string
	if json.Unmarshal(body, &members) != nil || len(members) != 1 ||
		members["cancellationReason"] == nil {
		return "", missing
	}
	return *members["cancellationReason"], nil
}

func notSaved() *partnercenter.Refusal {
	return &partnercenter.Refusal{Status: http.StatusInternalServerError, Code: "800003",
		Description: "The change could not be saved."}
}
