// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"encoding/json"
	"errors"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

// Registration is where the service sends which events.
type Registration struct {
	URL    string
	Events []string

	// MSSignatureHeader moves the signature from Authorization to x-ms-signature. It is nil if the
	// service does not print it, as in the documented samples.
	MSSignatureHeader *bool

	SubscriberID string    // empty if not returned
	ModifiedOn   time.Time // zero if not returned
}

// SameEvents reports whether two lists have the same events. Neither order nor case matters.
func SameEvents(a, b []string) bool { return maps.Equal(folded(a), folded(b)) }

func folded(names []string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		set[strings.ToLower(name)] = true
	}
	return set
}

// Has reports whether an event is registered.
func (r Registration) Has(event string) bool { return folded(r.Events)[strings.ToLower(event)] }

// Without returns the events of r that other does not have.
func (r Registration) Without(other Registration) []string {
	var missing []string
	for _, event := range r.Events {
		if !other.Has(event) {
			missing = append(missing, event)
		}
	}
	return missing
}

// Meets reports whether r, as the service prints it, is what is wanted. Without the signature's
// header in the reply, that header says nothing.
func (r Registration) Meets(want Registration) bool {
	return webhookurl.Same(r.URL, want.URL) && SameEvents(r.Events, want.Events) &&
		(r.MSSignatureHeader == nil || *r.MSSignatureHeader == want.wantsMSHeader())
}

func (r Registration) wantsMSHeader() bool {
	return r.MSSignatureHeader != nil && *r.MSSignatureHeader
}

// body is what the service receives, in the case of its samples.
type body struct {
	WebhookURL                        string   `json:"WebhookUrl"`
	WebhookEvents                     []string `json:"WebhookEvents"`
	SignatureTokenToMsSignatureHeader bool     `json:"SignatureTokenToMsSignatureHeader"`
}

func (r Registration) body() body {
	return body{WebhookURL: r.URL, WebhookEvents: r.Events,
		SignatureTokenToMsSignatureHeader: r.wantsMSHeader()}
}

// decode returns nil for a reply without a registration. Keys match in any case.
func decode(reply partnercenter.Reply) (*Registration, error) {
	var printed struct {
		WebhookURL                        string
		WebhookEvents                     []*string
		SignatureTokenToMsSignatureHeader json.RawMessage
		SubscriberID                      partnercenter.Text
		LastModifiedTimestamp             partnercenter.Text
	}
	if _, err := reply.Decode(&printed); err != nil {
		return nil, err
	}
	if printed.WebhookURL == "" {
		return nil, checkNone(reply)
	}
	r := &Registration{URL: printed.WebhookURL, SubscriberID: string(printed.SubscriberID),
		ModifiedOn:        partnercenter.ParseTime(string(printed.LastModifiedTimestamp)),
		MSSignatureHeader: looseBool(printed.SignatureTokenToMsSignatureHeader)}
	for _, event := range printed.WebhookEvents {
		if event != nil && !r.Has(*event) {
			r.Events = append(r.Events, *event)
		}
	}
	return r, nil
}

// checkNone checks that a reply without a URL is about a registration, or empty. Another object,
// such as an error, must not pass for a missing registration, over which anybody may register.
func checkNone(reply partnercenter.Reply) error {
	var members map[string]json.RawMessage
	if _, err := reply.Decode(&members); err != nil || len(members) == 0 {
		return err
	}
	for name := range members {
		if strings.EqualFold(name, "WebhookUrl") {
			return nil
		}
	}
	return &jsonlist.Error{Problem: partnercenter.ProblemOtherForm,
		Err: errors.New("it has no WebhookUrl")}
}

// looseBool reads a boolean, which some clients see as a string. It returns nil for anything else.
func looseBool(raw json.RawMessage) *bool {
	value, err := strconv.ParseBool(strings.ToLower(strings.Trim(string(raw), `"`)))
	if err != nil {
		return nil
	}
	return &value
}
