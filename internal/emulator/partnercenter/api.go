// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindList   = "list"   // GET /v1/fraudEvents
	KindUpdate = "update" // POST /v1/fraudEvents/subscription/{id}/status
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

// Root begins every path of the API.
const Root = "/v1/"

const (
	listPath   = Root + "fraudEvents"
	updateHead = listPath + "/subscription/"
	updateTail = "/status"
)

// apiCall is a call to the API that has passed the checks of headers and token.
type apiCall struct {
	writer   http.ResponseWriter
	request  *http.Request
	newModel bool
	caller   caller
}

// ServeHTTP serves the two operations. Paths are compared exactly, so that the stray characters in
// the documentation's samples find nothing.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind, next := harness.KindOther, a.apiNotFound
	subscriptionID, isUpdate := updatePath(r.URL.EscapedPath())
	switch {
	case r.URL.EscapedPath() == listPath && r.Method == http.MethodGet:
		kind, next = KindList, a.operation(a.list)
	case r.URL.EscapedPath() == listPath:
		next = methodNotAllowed(http.MethodGet)
	case isUpdate && r.Method == http.MethodPost:
		kind = KindUpdate
		next = a.operation(func(c apiCall) *apiError { return a.update(c, subscriptionID) })
	case isUpdate:
		next = methodNotAllowed(http.MethodPost)
	}
	a.line.Serve(w, r, kind, next)
}

// updatePath returns the subscription id of a write's path.
func updatePath(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, updateHead)
	if !ok {
		return "", false
	}
	id, ok := strings.CutSuffix(rest, updateTail)
	if !ok || id == "" || strings.Contains(id, "/") {
		return "", false
	}
	unescaped, err := url.PathUnescape(id)
	return unescaped, err == nil
}

func (a *API) apiNotFound(w http.ResponseWriter, _ *http.Request) {
	writeAPIError(w, apiError{status: http.StatusNotFound, code: "1000", description: "Resource not found."})
}

func methodNotAllowed(allowed string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", allowed)
		writeAPIError(w, apiError{
			status:      http.StatusMethodNotAllowed,
			code:        "405",
			description: "The requested resource does not support this HTTP method.",
		})
	}
}

// operation wraps one of the two operations with what both have in common.
func (a *API) operation(do func(apiCall) *apiError) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := apiCall{
			writer:   w,
			request:  r,
			newModel: strings.EqualFold(r.Header.Get(headerNewModel), "true"),
		}
		echoIDs(w, r)
		refusal := a.checkHeaders(r)
		if refusal == nil {
			c.caller, refusal = a.authenticate(r)
		}
		if refusal == nil {
			a.setMFAHeader(w, r, c.caller)
			refusal = do(c)
		}
		if refusal == nil {
			return
		}
		if refusal.raw != "" && harness.SendRaw(w, refusal.status, refusal.raw) {
			return
		}
		writeAPIError(w, *refusal)
	}
}
