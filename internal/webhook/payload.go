// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"crypto/sha256"
	"encoding/json"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// fraudEvent is the name of the event that reports an alert.
const fraudEvent = "azure-fraud-event-detected"

const longestName = 200

// digest identifies a body.
type digest [sha256.Size]byte

func digestOf(body []byte) digest { return sha256.Sum256(body) }

// payload is a signed body.
type payload struct {
	EventName   string
	ResourceURI string    `json:"ResourceUri"`
	ChangedAt   changedAt `json:"ResourceChangeUtcDate"`

	raw json.RawMessage
}

// changedAt is a time, or zero if the text has another form.
type changedAt struct{ time.Time }

func (c *changedAt) UnmarshalJSON(text []byte) error {
	var value string
	if json.Unmarshal(text, &value) == nil {
		c.Time, _ = time.Parse(time.RFC3339, value)
	}
	return nil
}

// readPayload decodes a verified body.
func readPayload(body []byte) (payload, error) {
	p := payload{raw: body}
	if err := json.Unmarshal(body, &p); err != nil {
		return payload{}, refuse("its body is not an event of Partner Center in JSON")
	}
	if p.EventName == "" || len(p.EventName) > longestName || p.EventName != visible(p.EventName) {
		return payload{}, refuse("its body has no valid EventName")
	}
	return p, nil
}

func (p payload) isAlert() bool { return strings.EqualFold(p.EventName, fraudEvent) }

// alert is what an alert says.
type alert struct {
	subscriptionID string
	status         string // of the event, if the alert names one
	digest         digest
}

// isNew reports whether the alert may be about a new event, and not about a change of its status.
func (a alert) isNew() bool { return !a.isResolved() && !a.is(fraud.Investigating) }

func (a alert) isResolved() bool { return a.is(fraud.Resolved) }

func (a alert) is(status fraud.Status) bool { return strings.EqualFold(a.status, string(status)) }

// alert reads the query of ResourceUri. The URI is never followed. It must name the API all the
// same: another host means that the alert is about something else.
func (p payload) alert(baseURL string) (alert, error) {
	uri, err := url.Parse(p.ResourceURI)
	base, baseErr := url.Parse(baseURL)
	if err != nil || baseErr != nil {
		return alert{}, refuse("its ResourceUri is invalid")
	}
	// Some links of Partner Center have http.
	schemed := strings.EqualFold(uri.Scheme, base.Scheme) || strings.EqualFold(uri.Scheme, "http")
	if !schemed || !strings.EqualFold(uri.Host, base.Host) || uri.User != nil ||
		!strings.EqualFold(path.Base(uri.Path), "fraudEvents") {
		return alert{}, refuse("its ResourceUri must name the fraud events of %s, got %q",
			base.Redacted(), visible(uri.Scheme+"://"+uri.Host+uri.Path))
	}
	query, err := url.ParseQuery(uri.RawQuery)
	if err != nil {
		return alert{}, refuse("its ResourceUri has an invalid query")
	}
	ids, statuses := values(query, "SubscriptionId"), values(query, "EventStatus")
	if len(ids) != 1 || len(ids[0]) != len(uuid.Nil.String()) || uuid.Validate(ids[0]) != nil {
		return alert{}, refuse("its ResourceUri must have one SubscriptionId, a GUID")
	}
	about := alert{subscriptionID: strings.ToLower(ids[0]), digest: digestOf(p.raw)}
	if len(statuses) == 1 {
		about.status = statuses[0]
	}
	return about, nil
}

func values(query url.Values, name string) (found []string) {
	for key, values := range query {
		if strings.EqualFold(key, name) {
			found = append(found, values...)
		}
	}
	return found
}
