// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// Update implements [fraud.Events]: PATCH security/partner/securityAlerts/{id}, several of them in
// a $batch (docs-dev/api.md, Graph; parity: graph-update-body, graph-batch). An unreadable reply to
// a PATCH is not an error, because the service accepted it; it counts as a reply without events.
func (s SecurityAlerts) Update(ctx context.Context, u fraud.Update) (fraud.Receipt, error) {
	r := request{Purpose: rest.Purpose{Operation: operationUpdate, Asked: u.String()}, update: &u,
		advise: s.client.adviseOnAlerts}
	change, err := encodeChange(u)
	if err != nil {
		return fraud.Receipt{}, notMade(r.Purpose, err)
	}
	ids := u.EventIDs.Slice()
	if len(ids) == 1 {
		return s.client.patch(ctx, r, ids[0], change)
	}
	return s.client.patchAll(ctx, r, ids, change)
}

// kind says what the request writes.
func (r request) kind() writeKind {
	switch {
	case r.update == nil:
		return noWrite
	case r.update.EventIDs.Len() > 1:
		return batch
	}
	return oneAlert
}

func (c *Client) patch(ctx context.Context, r request, id string,
	change json.RawMessage) (fraud.Receipt, error) {
	r.method, r.path, r.body = http.MethodPatch, alertsPath(id), change
	var receipt fraud.Receipt
	var err error
	receipt.RequestID, err = c.do(ctx, r, func(resp *http.Response, _ time.Time) error {
		if err := rest.CheckComplete(resp); err != nil {
			return err
		}
		body, _ := jsonlist.Whole(open(resp))
		receipt.Events = eventsIn(body)
		return nil
	})
	if err != nil {
		return fraud.Receipt{}, err
	}
	return receipt, nil
}

// eventsIn returns the alert of a reply, if it has one.
func eventsIn(body []byte) []fraud.Event {
	if len(body) == 0 {
		return nil
	}
	e, err := newAlertReader().read(body)
	if err != nil {
		return nil
	}
	return []fraud.Event{e}
}

// statusChange is the body of a PATCH. Graph documents these two properties.
type statusChange struct {
	Status         string `json:"status"`
	ResolvedReason string `json:"resolvedReason,omitempty"`
}

// encodeChange checks the update and returns the body of each PATCH. A path segment of dots would
// lead to another endpoint.
func encodeChange(u fraud.Update) (json.RawMessage, error) {
	if err := u.Check(); err != nil {
		return nil, err
	}
	for _, id := range u.EventIDs.Slice() {
		if strings.Trim(id, ".") == "" {
			return nil, errors.New("an event id must not consist of dots")
		}
	}
	return json.Marshal(statusChange{Status: inGraph(string(u.Decision.Status())),
		ResolvedReason: inGraph(string(u.Decision.Reason()))})
}
