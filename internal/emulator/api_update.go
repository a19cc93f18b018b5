// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// update answers POST /v1/fraudEvents/subscription/{subscriptionId}/status.
func (s *Server) update(c apiCall, subscriptionID string) *apiError {
	b := s.Behaviour()
	if refusal := s.checkUpdateHeaders(c); refusal != nil {
		return refusal
	}
	if _, err := uuid.Parse(subscriptionID); err != nil || len(subscriptionID) != 36 {
		return invalidProperty("The subscription id in the path is not a GUID.")
	}
	text, err := io.ReadAll(c.request.Body)
	if err != nil {
		return badRequest("800002", "The request body could not be read.")
	}
	body, refusal := parseUpdate(text)
	if refusal != nil {
		return refusal
	}
	change, refusal := body.change(c.newModel, b)
	if refusal != nil {
		return refusal
	}
	change.by, change.at, change.lag = c.caller.upn, s.opts.Now(), b.UpdateLag
	if len(body.eventIDs) == 0 {
		s.recorder.violation("a write without event ids changed every event of subscription %s", subscriptionID)
	}
	var reply []*Event
	err = s.changeEvents(func() { reply, refusal = s.applyUpdate(subscriptionID, body, change, c.newModel) })
	if err != nil {
		return &apiError{status: http.StatusInternalServerError, code: "800003", description: "The state could not be saved."}
	}
	if refusal != nil {
		return refusal
	}
	if b.UpdateReply == UpdateReplyNoContent {
		c.writer.WriteHeader(http.StatusNoContent)
		return nil
	}
	form := eventForm{Behaviour: b, classic: !c.newModel, updated: true}
	form.EmptyIs204 = false // that switch is about listings
	writeEvents(c.writer, c.request, form, reply, len(reply))
	return nil
}

func (s *Server) checkUpdateHeaders(c apiCall) *apiError {
	s.mu.Lock()
	listedNew := s.listedNew
	s.mu.Unlock()
	if listedNew && !c.newModel {
		s.recorder.violation("a write without %s after a listing with it", headerNewModel)
	}
	contentType := c.request.Header.Get("Content-Type")
	if contentType == "" {
		s.recorder.violation("a write without Content-Type")
	}
	if kind, _, err := mime.ParseMediaType(contentType); err != nil || kind != "application/json" {
		return &apiError{
			status:      http.StatusUnsupportedMediaType,
			code:        "415",
			description: "The request body must be application/json.",
		}
	}
	return nil
}

// applyUpdate changes the events under the lock, all or nothing unless the behaviour says otherwise.
func (s *Server) applyUpdate(
	subscriptionID string, body updateBody, change statusChange, newModel bool,
) ([]*Event, *apiError) {
	sub := s.store.subscriptions[strings.ToLower(subscriptionID)]
	if sub == nil || sub.removed {
		return nil, subscriptionNotFound(subscriptionID)
	}
	s.store.sort()
	named, unknown := s.recordsOf(sub, body.eventIDs, newModel)
	if len(unknown) > 0 && s.behaviour.UnknownIDs == UnknownIDsRefused {
		return nil, unknownEvents(unknown)
	}
	changing, refusal := changeable(named, change, s.behaviour.AlreadyResolved)
	if refusal != nil {
		return nil, refusal
	}
	for _, r := range changing {
		s.store.setStatus(r, change)
	}
	if len(unknown) > 0 && s.behaviour.UnknownIDs == UnknownIDsPartial {
		return nil, unknownEvents(unknown)
	}
	switch s.behaviour.UpdateReply {
	case UpdateReplyEmpty:
		named = nil
	case UpdateReplySubscription:
		named = sub.records
	}
	reply := make([]*Event, 0, len(named))
	for _, r := range named {
		reply = append(reply, r.event)
	}
	return reply, nil
}

// recordsOf finds the named events of a subscription: all of them when none is named, as documented. An event of
// another subscription, or one that the classic model does not show, is unknown.
func (s *Server) recordsOf(sub *subscription, ids []string, newModel bool) (named []*record, unknown []string) {
	if len(ids) == 0 {
		return slices.Clone(sub.records), nil
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		r := s.store.byID[id]
		known := r != nil && strings.EqualFold(r.event.SubscriptionID, sub.id) &&
			(newModel || r.event.EventType == eventTypeMining)
		if known {
			named = append(named, r)
		} else {
			unknown = append(unknown, id)
		}
	}
	return named, unknown
}

func unknownEvents(ids []string) *apiError {
	return invalidProperty(fmt.Sprintf("EventIds holds %d events that the subscription does not have, for example %s.",
		len(ids), ids[0]))
}

// changeable picks the events that may be changed. One that already has the wanted status and reason may.
func changeable(named []*record, change statusChange, rule AlreadyResolved) ([]*record, *apiError) {
	if rule == AlreadyResolvedOverwritten {
		return named, nil
	}
	var free []*record
	for _, r := range named {
		_, differs := r.event.withStatus(change)
		if r.event.EventStatus != statusResolved || !differs {
			free = append(free, r)
		} else if rule == AlreadyResolvedRefused {
			return nil, invalidProperty("The event " + r.event.EventID + " is already resolved.")
		}
	}
	return free, nil
}
