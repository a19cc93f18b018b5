// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// Update implements [fraud.Events]: it sets the status of the named events of one subscription,
// POST /v1/fraudEvents/subscription/{id}/status (docs-dev/api.md, Update; parity: write-body,
// write-reason). Errors are of type *Error.
//
// It sends the update once, except after the renewal of a refused token, and not after LeaveBy. The
// outcome is unknown if no response came, the gateway timed out, or the status was a 2xx other than
// 200 and 204. Error.Again says whether and how to send the update again.
//
// An unreadable reply is not an error, because the service accepted the update; it counts as a
// reply without events.
func (f FraudEvents) Update(ctx context.Context, u fraud.Update) (fraud.Receipt, error) {
	c := f.client
	what := Error{Area: fraudEvents(), SubscriptionID: u.SubscriptionID}
	purpose := rest.Purpose{Operation: "update fraud events", Asked: u.String()}
	body, err := encode(u)
	if err != nil {
		what.CallError = rest.CallError{Purpose: purpose, Err: err}
		return fraud.Receipt{}, &what
	}
	var events []fraud.Event
	requestID, err := c.do(ctx, what, rest.Request{Purpose: purpose,
		Method: http.MethodPost, Path: pathEvents("subscription", u.SubscriptionID, "status"), Body: body,
		Header: f.header(),
		Once:   true, LeaveBy: u.LeaveBy, Leaving: u.Leaving, Before: rest.Attempts(u.Before),
		Handle: func(resp *http.Response, _ time.Time) error {
			if err := rest.CheckComplete(resp); err != nil {
				return err
			}
			err := decodeEvents(c.open(resp), func(e fraud.Event) error {
				events = append(events, e)
				return nil
			})
			if err != nil {
				events = nil
			}
			return nil
		},
	})
	if err != nil {
		return fraud.Receipt{}, err
	}
	return fraud.Receipt{Events: events, RequestID: requestID, CorrelationID: c.CorrelationID()}, nil
}

// statusUpdateBody is the body in the PascalCase of Microsoft's samples.
type statusUpdateBody struct {
	EventIDs       fraud.EventIDs `json:"EventIds"`
	EventStatus    fraud.Status   `json:"EventStatus"`
	ResolvedReason fraud.Reason   `json:"ResolvedReason"`
}

// encode checks the update and returns its body. A path segment of dots would lead to another
// endpoint.
func encode(u fraud.Update) ([]byte, error) {
	if id := strings.TrimSpace(u.SubscriptionID); id == "" || strings.Trim(id, ".") == "" {
		return nil, errors.New("an update needs a subscription id")
	}
	if err := u.Check(); err != nil {
		return nil, err
	}
	return json.Marshal(statusUpdateBody{
		EventIDs:       u.EventIDs,
		EventStatus:    u.Decision.Status(),
		ResolvedReason: u.Decision.Reason(),
	})
}
