// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"
	"sync"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Users is what the API asks of whoever signs users in.
type Users interface {
	// Key returns the public key of a token.
	Key(t *jwt.Token) (any, error)

	// User returns the name and the role of a user, and whether there is one with that object id.
	User(objectID string) (upn, role string, ok bool)

	// URL is where users sign in.
	URL() string
}

// Config is what the API stands on.
type Config struct {
	World     *world.World
	Harness   *harness.Harness
	Users     Users
	Behaviour func() Behaviour // the present one
}

// API is the window on the world that Partner Center's fraud events API is.
type API struct {
	world     *world.World
	harness   *harness.Harness
	line      *harness.Line
	users     Users
	behaviour func() Behaviour

	mu        sync.Mutex // guards what follows
	onPage    func(subscriptionID string, page int)
	listedNew bool // a listing used the new events model
}

// New makes the API.
func New(config Config) *API {
	a := &API{
		world:     config.World,
		harness:   config.Harness,
		users:     config.Users,
		behaviour: config.Behaviour,
	}
	a.line = config.Harness.Line(a)
	return a
}

// apiCall is a call to the API that has passed the checks of headers and token.
type apiCall struct {
	writer   http.ResponseWriter
	request  *http.Request
	newModel bool
	caller   caller
}
