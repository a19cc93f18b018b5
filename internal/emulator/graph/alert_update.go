// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// updateAlert answers PATCH …/securityAlerts/{id}.
func (w *Window) updateAlert(c call, id string) *refusal {
	if refused := w.checkJSON(c.r); refused != nil {
		return refused
	}
	body, err := io.ReadAll(c.r.Body)
	if err != nil {
		return badRequest("The request body could not be read.")
	}
	decision, refused := w.parseUpdate(body)
	if refused != nil {
		return refused
	}
	b := w.Behaviour()
	decision.By, decision.At, decision.Lag = c.actor, w.World.Now(), b.GraphUpdateLag
	var before *world.Event
	after, err := w.World.EditAlert(id, func(e *world.Event) *world.Decision {
		before = e
		var apply bool
		if apply, refused = b.allows(e, decision); !apply {
			return nil
		}
		return &decision
	})
	switch {
	case errors.Is(err, world.ErrUnknownAlert):
		return unknownAlert()
	case err != nil:
		return unsaved()
	case refused != nil:
		return refused
	}
	switch form := newAlertForm(b, nil); b.GraphUpdateReply {
	case AlertReplyNoContent:
		c.rw.WriteHeader(http.StatusNoContent)
	case AlertReplyStale:
		harness.WriteJSON(c.rw, http.StatusOK, alert{form, before})
	default:
		harness.WriteJSON(c.rw, http.StatusOK, alert{form, after})
	}
	return nil
}

// allows reports whether a decision about an event is applied, and why it is refused, if it is.
func (b Behaviour) allows(e *world.Event, decision world.Decision) (bool, *refusal) {
	if e.EventStatus != world.StatusResolved || !e.Differs(decision) {
		return true, nil
	}
	if decision.Status == world.StatusActive && b.GraphReopenRefused {
		return false, badRequest("A resolved alert cannot become active.")
	}
	switch b.GraphAlreadyResolved {
	case AlreadyResolvedRefused:
		return false, badRequest("The alert is already resolved.")
	case AlreadyResolvedIgnored:
		return false, nil
	default:
		return true, nil
	}
}

// checkJSON refuses a write whose body is not declared as JSON.
func (w *Window) checkJSON(r *http.Request) *refusal {
	contentType := r.Header.Get("Content-Type")
	if contentType == "" {
		w.Harness.Violation("%s %s without Content-Type", r.Method, r.URL.Path)
	}
	if kind, _, err := mime.ParseMediaType(contentType); err != nil || kind != "application/json" {
		return &refusal{status: http.StatusUnsupportedMediaType, code: "BadRequest",
			message: "The request body must be application/json."}
	}
	return nil
}

// parseUpdate parses the body strictly: it has the two documented names, and values as documented.
func (w *Window) parseUpdate(body []byte) (world.Decision, *refusal) {
	var decision world.Decision
	var members map[string]*string
	if err := json.Unmarshal(body, &members); err != nil || members == nil {
		return decision, badRequest("The request body is not a JSON object of texts.")
	}
	for name := range members {
		if name != "status" && name != "resolvedReason" {
			w.Harness.Violation("a change of an alert has the member %q", name)
			return decision, badRequest("The property '" + name + "' cannot be changed.")
		}
	}
	status, reason := members["status"], members["resolvedReason"]
	if status == nil {
		return decision, badRequest("The property 'status' is required.")
	}
	var known bool
	if decision.Status, known = fromGraph(*status, world.Statuses()); !known {
		return decision, badRequest("'" + *status + "' is not a value of 'status'.")
	}
	if reason == nil {
		decision.Reason = world.NoReason
		return decision, nil
	}
	if decision.Reason, known = fromGraph(*reason, world.Reasons()); !known {
		return decision, badRequest("'" + *reason + "' is not a value of 'resolvedReason'.")
	}
	if decision.Status != world.StatusResolved {
		return decision, badRequest("'resolvedReason' does not fit the status '" + *status + "'.")
	}
	return decision, nil
}

// fromGraph returns the world's spelling of a value in Graph's.
func fromGraph(value string, known []string) (string, bool) {
	for _, one := range known {
		if lowerCamel(one) == value {
			return one, true
		}
	}
	return "", false
}
