// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindScore        = "security-score"
	KindRequirements = "security-requirements"
	KindInsights     = "customer-insights"
)

const root = "/beta/security/partner/securityScore"

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
}

// Window serves the security score.
type Window struct {
	Config

	line *harness.Line
}

// New returns the window.
func New(config Config) *Window {
	w := &Window{Config: config}
	w.line = config.Harness.Line(w)
	return w
}

// Serves reports whether a path belongs to Graph.
func Serves(path string) bool {
	return strings.HasPrefix(path, "/beta/") || strings.HasPrefix(path, "/v1.0/")
}

// ServeHTTP serves the operations.
func (w *Window) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	kind, serve := harness.KindOther, w.notFound
	switch r.URL.EscapedPath() {
	case root:
		kind, serve = KindScore, w.score
	case root + "/requirements":
		kind, serve = KindRequirements, w.requirements
	case root + "/customerInsights":
		kind, serve = KindInsights, w.insights
	}
	w.line.Serve(rw, r, kind, func(rw http.ResponseWriter, r *http.Request) {
		echoIDs(rw, r)
		refusal := w.check(r)
		if refusal == nil {
			refusal = serve(rw, r)
		}
		if refusal != nil {
			refusal.write(rw)
		}
	})
}

// check checks what all operations have in common.
func (w *Window) check(r *http.Request) *refusal {
	if r.Header.Get(headerID) == "" {
		w.Harness.Violation("%s %s without %s", r.Method, r.URL.Path, headerID)
	}
	if refused := w.authorize(r); refused != nil {
		return refused
	}
	if r.Method != http.MethodGet {
		return &refusal{http.StatusMethodNotAllowed, "Request_BadRequest",
			"Specified HTTP method is not allowed for the request target."}
	}
	for name := range r.URL.Query() {
		if name != "$skiptoken" {
			return badRequest("The query option '" + name + "' is not supported.")
		}
	}
	return nil
}

func (*Window) notFound(http.ResponseWriter, *http.Request) *refusal {
	return &refusal{http.StatusNotFound, "ResourceNotFound", "Resource not found for the segment."}
}

// Describe treats requests with equal method, path, and query as the same call.
func (*Window) Describe(r *http.Request, _ []byte) harness.Description {
	return harness.Description{Key: r.Method + " " + r.URL.RequestURI(),
		RequestID: r.Header.Get(headerID), IDHeader: headerID}
}

// Limit is none: no number is documented.
func (*Window) Limit() harness.Limit { return harness.Limit{} }

// Refuse replies with an error in the format of Graph.
func (*Window) Refuse(rw http.ResponseWriter, r *http.Request, f harness.Fault) {
	echoIDs(rw, r)
	status := cmp.Or(f.Status, http.StatusOK)
	(&refusal{status, cmp.Or(f.Code, "UnknownError"),
		cmp.Or(f.Description, http.StatusText(status))}).write(rw)
}

func echoIDs(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("request-id", uuid.NewString())
	if id := r.Header.Get(headerID); uuid.Validate(id) == nil {
		rw.Header().Set(headerID, id)
	}
}

// refusal is an error in Graph's format.
type refusal struct {
	status        int
	code, message string
}

func badRequest(message string) *refusal {
	return &refusal{http.StatusBadRequest, "BadRequest", message}
}

func (e *refusal) write(rw http.ResponseWriter) {
	harness.WriteJSON(rw, e.status, map[string]any{"error": map[string]any{
		"code": e.code, "message": e.message,
		"innerError": map[string]string{"request-id": rw.Header().Get("request-id")},
	}})
}

// next is the link to the page that begins with that element.
func (w *Window) next(path, token string) string {
	return w.URL() + path + "?" + url.Values{"$skiptoken": {token}}.Encode()
}
