// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"net/http"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

// Subscriptions and events for the tests.
const (
	subA    = emulatortest.SubscriptionA
	eventA1 = emulatortest.EventA1
	eventA2 = emulatortest.EventA2
	eventB1 = emulatortest.EventB1
)

// graphOnly is the number of an event's fields that Partner Center lacks.
const graphOnly = 1

type api = emulator.APIBehaviour

// behaving starts an emulator with this behaviour.
func behaving(t *testing.T, b api) *emulatortest.Client {
	t.Helper()
	c := emulatortest.Start(t)
	behave(c, b)
	return c
}

func behave(c *emulatortest.Client, b api) {
	c.Server.SetBehaviour(func(all *emulator.Behaviour) { all.APIBehaviour = b })
}

// sendWith sends a listing, or a write with that body, with changed headers.
func sendWith(c *emulatortest.Client, body string, change func(http.Header)) emulatortest.Reply {
	c.T.Helper()
	r := c.Request(http.MethodGet, "/v1/fraudEvents", "")
	if body != "" {
		r = c.Request(http.MethodPost, "/v1/fraudEvents/subscription/"+subA+"/status", body)
	}
	change(r.Header)
	return c.Send(r)
}

// classic changes a request to that of a client of the classic model.
func classic(h http.Header) { h.Del("X-NewEventsModel") }
