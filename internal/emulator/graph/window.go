// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

const headerID = "client-request-id"

// Users is the window's view of the sign-in server.
type Users interface {
	// Key returns the public key of a token.
	Key(t *jwt.Token) (any, error)

	// User returns the name and role of the user with that object id, if there is one.
	User(objectID string) (upn, role string, ok bool)
}

// Config configures the window.
type Config struct {
	World     *world.World
	Harness   *harness.Harness
	Users     Users
	Behaviour func() Behaviour // the present time
	URL       func() string    // of links to the next page

	// OnPage is called for each page of alerts, after its content is fixed and before the reply. The
	// subscription is empty, because a filter need not name one.
	OnPage func(subscriptionID string, page int)
}

// Window serves the security score and the alerts.
type Window struct {
	Config

	line  *harness.Line
	batch *harness.Line // without a limit: the requests of a batch count, not the batch
}

// New returns the window.
func New(config Config) *Window {
	w := &Window{Config: config}
	w.line, w.batch = config.Harness.Line(w), config.Harness.Line(unlimited{w})
	return w
}

type unlimited struct{ *Window }

func (unlimited) Limit() harness.Limit { return harness.Limit{} }

// Serves reports whether a path belongs to Graph.
func Serves(path string) bool {
	return strings.HasPrefix(path, "/beta/") || strings.HasPrefix(path, "/v1.0/")
}

// ServeHTTP serves the operations.
func (w *Window) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	o := w.operation(r)
	line := w.line
	if o.kind == KindBatch {
		line = w.batch
	}
	line.Serve(rw, r, o.kind, func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get(headerID) == "" {
			w.Harness.Violation("%s %s without %s", r.Method, r.URL.Path, headerID)
		}
		w.serve(o, rw, r)
	})
}

// serve makes the checks that all operations have in common, and then serves one.
func (w *Window) serve(o operation, rw http.ResponseWriter, r *http.Request) {
	echoIDs(rw, r)
	c := call{rw: rw, r: r}
	var refused *refusal
	if c.actor, refused = w.authorize(r, o.access); refused == nil {
		refused = w.checkOptions(o, r)
	}
	if refused == nil {
		refused = o.serve(c)
	}
	if refused != nil {
		refused.write(rw)
	}
}

// checkOptions refuses the query options of OData that the operation lacks.
func (w *Window) checkOptions(o operation, r *http.Request) *refusal {
	for name := range r.URL.Query() {
		switch {
		case strings.Contains(" "+o.options+" ", " "+name+" "):
		case strings.HasPrefix(name, "$") || o.strict:
			return badRequest("The query option '" + name + "' is not supported.")
		default:
			w.Harness.Violation("%s %s has the unknown parameter %q", r.Method, r.URL.Path, name)
		}
	}
	return nil
}

// Describe treats requests with equal method, path, query, and body as the same call.
func (*Window) Describe(r *http.Request, body []byte) harness.Description {
	return harness.Description{
		Key: fmt.Sprintf("%s %s?%s %x", r.Method, r.URL.Path, r.URL.RawQuery,
			sha256.Sum256(body)),
		Body: withoutTokens(body), RequestID: r.Header.Get(headerID), IDHeader: headerID,
	}
}

// Limit is the limit of calls. No number is documented.
func (w *Window) Limit() harness.Limit { return w.Behaviour().limit() }

// Refuse replies with an error in the format of Graph.
func (*Window) Refuse(rw http.ResponseWriter, r *http.Request, f harness.Fault) {
	echoIDs(rw, r)
	status := cmp.Or(f.Status, http.StatusOK)
	code := "UnknownError"
	if status == http.StatusTooManyRequests {
		code = "TooManyRequests"
	}
	(&refusal{status: status, code: cmp.Or(f.Code, code),
		message: cmp.Or(f.Description, http.StatusText(status))}).write(rw)
}

func echoIDs(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("request-id", uuid.NewString())
	if id := r.Header.Get(headerID); uuid.Validate(id) == nil {
		rw.Header().Set(headerID, id)
	}
}
