// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// UpdateFraudEvents sets the status of the named events of one subscription, POST
// /v1/fraudEvents/subscription/{id}/status (docs-dev/api.md, Update). Errors are of type *Error.
//
// When the outcome of an attempt is unknown, because no response came or the gateway gave up
// waiting, the update is not sent again blindly: look is asked first, and its error ends the call
// with both failures. With a nil look an unknown outcome is an error.
//
// It is asked too when the page that showed the events (StatusUpdate.ReviewedAt) is older than
// fraud.ReviewLasts by the time an attempt could leave, whatever held it up, and after a wait of a
// second because the service was busy: somebody else may have decided meanwhile. A service that
// never shows the events in time gets no update, and the caller an error.
//
// A reply that cannot be read is not an error, because the service accepted the update; it counts
// as one without events. After a 2xx status other than 200 and 204, nothing but reading tells
// whether it did.
func (c *Client) UpdateFraudEvents(ctx context.Context, u StatusUpdate,
	look fraud.LookAgain) (UpdateResult, error) {
	what := Error{Operation: "update fraud events", Asked: u.asked(), SubscriptionID: u.SubscriptionID}
	body, err := u.encode()
	if err != nil {
		what.Err = err
		return UpdateResult{}, &what
	}
	var result UpdateResult
	call, err := c.do(ctx, what, rest.Request{
		Method: http.MethodPost, Path: pathEvents("subscription", u.SubscriptionID, "status"), Body: body,
		ReviewedAt: u.ReviewedAt, ReviewLasts: fraud.ReviewLasts,
		Look: func(ctx context.Context, sent rest.Sent) (bool, error) {
			if look == nil {
				return false, rest.ErrCannotReadBack
			}
			return look(ctx, fraud.Sent(sent))
		},
		Handle: func(resp *http.Response, _ time.Time) error {
			if err := rest.CheckComplete(resp); err != nil {
				return err
			}
			err := decodeEvents(c.open(resp), func(e fraud.Event) error {
				result.Events = append(result.Events, e)
				return nil
			})
			if err != nil {
				result.Events = nil
			}
			return nil
		},
	})
	if err != nil {
		return UpdateResult{}, err
	}
	result.RequestID, result.CorrelationID = call.RequestID, c.CorrelationID()
	result.ConfirmedByReading = call.Applied
	return result, nil
}

// statusUpdateBody is the body as Microsoft's samples print it, in PascalCase.
type statusUpdateBody struct {
	EventIDs       fraud.EventIDs `json:"EventIds"`
	EventStatus    string         `json:"EventStatus"`
	ResolvedReason string         `json:"ResolvedReason"`
}

// encode checks the update and returns its body. A path segment of dots would lead to another
// endpoint.
func (u StatusUpdate) encode() ([]byte, error) {
	if id := strings.TrimSpace(u.SubscriptionID); id == "" || strings.Trim(id, ".") == "" {
		return nil, errors.New("an update needs a subscription id")
	}
	if u.EventIDs.Len() == 0 {
		return nil, fraud.ErrNoEventIDs
	}
	if strings.TrimSpace(u.EventStatus) == "" {
		return nil, errors.New("an update needs a status")
	}
	body := statusUpdateBody{EventIDs: u.EventIDs, EventStatus: u.EventStatus}
	if u.resolves() {
		if strings.TrimSpace(u.ResolvedReason) == "" {
			return nil, errors.New("an update to Resolved needs a reason")
		}
		body.ResolvedReason = u.ResolvedReason
	}
	return json.Marshal(body)
}

func (u StatusUpdate) resolves() bool { return strings.EqualFold(u.EventStatus, "Resolved") }

// asked says what the update wants. It names the first events only: a batch may hold a hundred.
func (u StatusUpdate) asked() string {
	const named = 3
	text := fmt.Sprintf("subscription %s, status %s", u.SubscriptionID, u.EventStatus)
	if u.resolves() {
		text += ", reason " + u.ResolvedReason
	}
	ids := u.EventIDs.Slice()
	noun := "events"
	if len(ids) == 1 {
		noun = "event"
	}
	text += fmt.Sprintf(", %d %s: %s", len(ids), noun, strings.Join(ids[:min(named, len(ids))], ", "))
	if len(ids) > named {
		text += ", …"
	}
	return text
}
