// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// update answers POST /v1/fraudEvents/subscription/{subscriptionId}/status.
func (a *API) update(c Call) *Refusal {
	b, subscriptionID := a.behaviour(), c.Params[0]
	if refusal := a.checkUpdateHeaders(c); refusal != nil {
		return refusal
	}
	if !isGUID(subscriptionID) {
		return InvalidProperty("The subscription id in the path is not a GUID.")
	}
	text, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return BadRequest("800002", "The request body could not be read.")
	}
	body, refusal := parseUpdate(text)
	if refusal != nil {
		return refusal
	}
	decision, refusal := body.decision(c.NewModel, b)
	if refusal != nil {
		return refusal
	}
	decision.By, decision.At, decision.Lag = c.Actor(), a.world.Now(), b.UpdateLag
	if len(body.eventIDs) == 0 {
		a.harness.Violation("a write without event ids changed every event of subscription %s",
			subscriptionID)
	}
	write := update{updateBody: body, behaviour: b, decision: decision, newModel: c.NewModel}
	var reply []*world.Event
	err = a.world.Edit(subscriptionID,
		func(sub *world.Subscription) { reply, refusal = write.apply(sub) })
	if errors.Is(err, world.ErrUnknownSubscription) {
		return subscriptionNotFound(subscriptionID)
	}
	if err != nil {
		return &Refusal{Status: http.StatusInternalServerError, Code: "800003",
			Description: "The state could not be saved."}
	}
	if refusal != nil {
		return refusal
	}
	if b.UpdateReply == UpdateReplyNoContent {
		c.Writer.WriteHeader(http.StatusNoContent)
		return nil
	}
	form := newEventForm(b, !c.NewModel, true)
	form.EmptyIs204 = false // that switch is about listings
	writeEvents(c.Writer, c.Request, form, reply, len(reply))
	return nil
}

func (a *API) checkUpdateHeaders(c Call) *Refusal {
	if a.listedNew.Load() && !c.NewModel {
		a.harness.Violation("a write without %s after a listing with it", headerNewModel)
	}
	contentType := c.Request.Header.Get("Content-Type")
	if contentType == "" {
		a.harness.Violation("a write without Content-Type")
	}
	if kind, _, err := mime.ParseMediaType(contentType); err != nil || kind != "application/json" {
		return &Refusal{
			Status:      http.StatusUnsupportedMediaType,
			Code:        "415",
			Description: "The request body must be application/json.",
		}
	}
	return nil
}
