// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// ProblemNoEventID is a reply with an event without an id.
const ProblemNoEventID jsonlist.Problem = "an event has no eventId"

// decodeEvents reads a list of events and passes each to visit while the rest is still arriving. An
// empty list may be 204 or null (docs-dev/api.md, Read and Assumptions; parity: list-empty). It
// returns a *jsonlist.Error, a *jsonlist.BrokenError, or the error of visit unchanged.
func decodeEvents(reply jsonlist.Source, visit func(fraud.Event) error) error {
	events := newEventReader()
	return jsonlist.Read(reply, func(e jsonlist.Element) error {
		event, err := events.read(e.JSON)
		if err != nil || strings.TrimSpace(event.EventID) == "" {
			return e.Problem(ProblemNoEventID, err)
		}
		return visit(event)
	})
}

func (c *Client) open(resp *http.Response) jsonlist.Source {
	return jsonlist.Source{
		Reader:      resp.Body,
		ContentType: rest.MediaType(resp.Header),
		MayBeEmpty:  resp.StatusCode == http.StatusNoContent,
		Limit:       c.cfg.MaxBody,
	}
}
