// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// typePrefix precedes the service's name of an event.
const typePrefix = "com.microsoft.partnercenter."

// News is a CloudEvent in the structured JSON mode.
type News struct {
	ID   string
	JSON []byte
}

// HandOn hands on news. Without an error, the receiver on the other side is responsible.
type HandOn func(ctx context.Context, n News) error

// newsOfEvent tells about a fraud event, with the same data as "partnercenter events -o json". The
// id stays the same whenever the event is handed on again.
func newsOfEvent(e fraud.Event, baseURL string) (News, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return News{}, err
	}
	return newNews(fraudEvent, baseURL, strings.ToLower(e.SubscriptionID)+"/"+e.EventID,
		strings.ToLower(e.SubscriptionID), e.EventTime, data)
}

// newsOfPayload tells about any other event, with the payload as data.
func newsOfPayload(p payload, id digest, baseURL string) (News, error) {
	return newNews(p.EventName, baseURL, hex.EncodeToString(id[:]), "", p.ChangedAt.Time, p.raw)
}

func newNews(name, source, id, subject string, at time.Time, data []byte) (News, error) {
	e := event.New()
	e.SetType(typePrefix + name)
	e.SetSource(source)
	e.SetID(id)
	if subject != "" {
		e.SetSubject(subject)
	}
	if !at.IsZero() {
		e.SetTime(at)
	}
	if err := e.SetData(event.ApplicationJSON, json.RawMessage(data)); err != nil {
		return News{}, err
	}
	if err := e.Validate(); err != nil {
		return News{}, fmt.Errorf("the event cannot become a CloudEvent: %w", err)
	}
	text, err := e.MarshalJSON()
	return News{ID: id, JSON: text}, err
}
