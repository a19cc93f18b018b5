// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"
	"sync/atomic"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Users is the API's view of the sign-in server.
type Users interface {
	// Key returns the public key of a token.
	Key(t *jwt.Token) (any, error)

	// User returns the name and role of the user with that object id, if there is one.
	User(objectID string) (upn, role string, ok bool)

	// URL is where users sign in.
	URL() string
}

// Config configures the API.
type Config struct {
	World     *world.World
	Harness   *harness.Harness
	Users     Users
	Behaviour func() Behaviour // the present time
	Routes    []Route          // of the areas other than fraud events

	// OnPage is called for each page of a listing, after its content is fixed and before the reply.
	OnPage func(subscriptionID string, page int)
}

// API is a window on the world: Partner Center's fraud events API.
type API struct {
	world     *world.World
	harness   *harness.Harness
	line      *harness.Line
	users     Users
	behaviour func() Behaviour
	routes    []Route
	onPage    func(subscriptionID string, page int)
	listedNew atomic.Bool // a listing used the new events model
}

// New returns the API.
func New(config Config) *API {
	a := &API{
		world:     config.World,
		harness:   config.Harness,
		users:     config.Users,
		behaviour: config.Behaviour,
		onPage:    config.OnPage,
	}
	a.line = config.Harness.Line(a)
	a.routes = append(a.fraudEvents(), config.Routes...)
	return a
}

// Call is an API call whose headers and token have been checked.
type Call struct {
	Writer   http.ResponseWriter
	Request  *http.Request
	NewModel bool // the new events model was asked for
	Caller   Caller
	Params   []string // the parts of the path that the route leaves open
}

// Actor is who makes the call, for the activity log.
func (c Call) Actor() world.Actor {
	return world.Actor{UserPrincipalName: c.Caller.UPN, ApplicationID: c.Caller.ApplicationID,
		CorrelationID: c.Request.Header.Get(headerCorrelationID)}
}
