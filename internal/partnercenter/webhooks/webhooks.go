// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package webhooks is the client of the tenant's webhook registration (parity: webhook-none,
// webhook-put-replaces; docs-dev/respond.md, Webhooks). A tenant has one registration, which all of
// its applications share. There is no call that deletes it.
package webhooks

import (
	"context"
	"errors"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// EventTest is the event of a test. It must be registered before a test can be sent.
const EventTest = "test-created"

// Client calls the operations on the registration. It is safe for concurrent use.
type Client struct {
	calls *partnercenter.Client
	tests pace
}

// New returns a client. All users of a process should share one, because tests have a common limit.
func New(calls *partnercenter.Client) *Client { return &Client{calls: calls} }

func area() partnercenter.Area {
	return partnercenter.Area{Name: "webhooks", Advise: advise}
}

// advise is about 403 alone, because more roles than Admin agents may use webhooks.
func advise(e *partnercenter.Error) anatomy.Text {
	if e.StatusCode != http.StatusForbidden {
		return nil
	}
	return anatomy.Say("Give the signed-in user the role Admin agent, Billing admin, Sales agent, " +
		"or Helpdesk agent in Partner Center.")
}

func path(below ...string) []string {
	return append([]string{"webhooks", "v1", "registration"}, below...)
}

// EventNames returns the names of all events that can be registered. It is an open set.
func (c *Client) EventNames(ctx context.Context) ([]string, error) {
	call := partnercenter.Call{Area: area(), Operation: "list the names of webhook events",
		Method: http.MethodGet, Path: path("events")}
	reply, err := c.calls.Call(ctx, call)
	if err != nil {
		return nil, err
	}
	page, err := reply.Page()
	if err != nil {
		return nil, call.Unreadable(reply, err)
	}
	names, err := partnercenter.Items[string](page)
	if err != nil {
		return nil, call.Unreadable(reply, err)
	}
	return names, nil
}

// Registration returns the registration; nil if the tenant has none, which the service may express
// with a 404, an empty object, or null.
func (c *Client) Registration(ctx context.Context) (*Registration, error) {
	call := partnercenter.Call{Area: area(), Operation: "read the webhook registration",
		Method: http.MethodGet, Path: path()}
	reply, err := c.calls.Call(ctx, call)
	if isNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found, err := decode(reply)
	if err != nil {
		return nil, call.Unreadable(reply, err)
	}
	return found, nil
}

// isNone reports whether the service, and not a gateway or a proxy, knows of nothing there.
func isNone(err error) bool {
	var failed *partnercenter.Error
	return errors.As(err, &failed) && failed.StatusCode == http.StatusNotFound && !failed.NotOurs
}
