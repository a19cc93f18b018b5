// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

import (
	"cmp"
	"context"
	"errors"
	"net/url"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// answer is what the API says to a listing of fraud events.
type answer struct {
	refused    string // the check that fails, or empty if the API answered with events
	detail     string
	next       string
	withoutMFA string // its warning that the sign-in had no MFA, or empty
	address    string // of the API, and its origin
	service    fraud.Service
}

var errEnough = errors.New("one event is enough")

// oneEvent ends a listing at its first event.
type oneEvent struct{}

func (oneEvent) Begin()                  {}
func (oneEvent) Event(fraud.Event) error { return errEnough }
func (oneEvent) End() error              { return nil }

// ask lists fraud events until the first one has arrived.
func ask(ctx context.Context, events fraud.Events) answer {
	err := events.List(ctx, fraud.Query{}, oneEvent{})
	if err == nil || errors.Is(err, errEnough) {
		return answer{}
	}
	a := anatomy.Of(err)
	said := answer{refused: checkEvents}
	var failure *partnercenter.Error
	var ofGraph *graph.Error
	switch {
	case errors.As(err, &failure):
		said.refused = refusedCheck(failure)
	case errors.As(err, &ofGraph):
		said.refused = refusedByGraph(ofGraph)
	}
	said.detail, said.next = explain.Line(a), cmp.Or(a.Advice.In(explain.Variable), runAgain)
	return said
}

// addressOf names the service, and the origin of its address.
func addressOf(connection *backend.Connection) string {
	base, err := url.Parse(connection.BaseURL)
	if err != nil {
		return "" // never: the client has read it
	}
	setting := "base_url"
	if connection.API == settings.Graph {
		setting = "graph_base_url"
	}
	if from := connection.Origins[setting]; from != "" {
		return transport.SafeURL(base) + " (" + setting + " from " + from + ")"
	}
	return transport.SafeURL(base)
}

// refusedCheck returns the check to which a refusal belongs: docs-dev/api.md, Errors.
func refusedCheck(failure *partnercenter.Error) string {
	switch {
	case failure.NotOurs:
		return checkEvents
	case failure.WrongAudience():
		return checkAudience
	case failure.MissingMFA():
		return checkMFA
	case failure.AppOnly():
		return checkUser
	case failure.MissingRole():
		return checkRole
	}
	return checkEvents
}

// refusedByGraph does the same for Microsoft Graph, which does not say whether the permission or
// the role is missing: docs-dev/api.md, Graph.
func refusedByGraph(failure *graph.Error) string {
	switch {
	case failure.MissingMFA():
		return checkMFA
	case failure.MissingRole():
		return checkRole
	}
	return checkEvents
}
