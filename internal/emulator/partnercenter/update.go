// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// update answers POST /v1/fraudEvents/subscription/{subscriptionId}/status.
func (a *API) update(c apiCall, subscriptionID string) *apiError {
	b := a.behaviour()
	if refusal := a.checkUpdateHeaders(c); refusal != nil {
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
	decision, refusal := body.decision(c.newModel, b)
	if refusal != nil {
		return refusal
	}
	decision.By, decision.At, decision.Lag = c.caller.upn, a.world.Now(), b.UpdateLag
	if len(body.eventIDs) == 0 {
		a.harness.Violation("a write without event ids changed every event of subscription %s",
			subscriptionID)
	}
	write := update{updateBody: body, behaviour: b, decision: decision, newModel: c.newModel}
	var reply []*world.Event
	err = a.world.Edit(subscriptionID,
		func(sub *world.Subscription) { reply, refusal = write.apply(sub) })
	if errors.Is(err, world.ErrUnknownSubscription) {
		return subscriptionNotFound(subscriptionID)
	}
	if err != nil {
		return &apiError{status: http.StatusInternalServerError, code: "800003",
			description: "The state could not be saved."}
	}
	if refusal != nil {
		return refusal
	}
	if b.UpdateReply == UpdateReplyNoContent {
		c.writer.WriteHeader(http.StatusNoContent)
		return nil
	}
	form := newEventForm(b, !c.newModel, true)
	form.EmptyIs204 = false // that switch is about listings
	writeEvents(c.writer, c.request, form, reply, len(reply))
	return nil
}

func (a *API) checkUpdateHeaders(c apiCall) *apiError {
	a.mu.Lock()
	listedNew := a.listedNew
	a.mu.Unlock()
	if listedNew && !c.newModel {
		a.harness.Violation("a write without %s after a listing with it", headerNewModel)
	}
	contentType := c.request.Header.Get("Content-Type")
	if contentType == "" {
		a.harness.Violation("a write without Content-Type")
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
