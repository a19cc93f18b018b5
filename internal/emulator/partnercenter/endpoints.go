// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindList   = "list"   // GET /v1/fraudEvents
	KindUpdate = "update" // POST /v1/fraudEvents/subscription/{id}/status
)

// Route is one operation of the API.
type Route struct {
	Kind   string // for counts and faults
	Method string
	Path   string // "*" stands for one segment, which the call receives in Params
	Serve  func(Call) *Refusal

	// AppOnly accepts the token of an app without a user.
	AppOnly bool

	// Roles are those of which a user needs one; default: Admin agent.
	Roles []string

	// Also is a role that a user needs in addition; default: none.
	Also string
}

func (r Route) allows(roles string) bool {
	has, needed := strings.Fields(roles), r.Roles
	if len(needed) == 0 {
		needed = []string{world.RoleAdminAgent}
	}
	return slices.ContainsFunc(has, func(role string) bool { return slices.Contains(needed, role) }) &&
		(r.Also == "" || slices.Contains(has, r.Also))
}

func (a *API) fraudEvents() []Route {
	return []Route{
		{Kind: KindList, Method: http.MethodGet, Path: "/v1/fraudEvents", Serve: a.list},
		{Kind: KindUpdate, Method: http.MethodPost, Path: "/v1/fraudEvents/subscription/*/status",
			Serve: a.update},
	}
}

// Serves reports whether a path belongs to the API.
func Serves(path string) bool {
	for _, root := range []string{"/v1/", "/webhooks/", "/auditactivity/"} {
		if strings.HasPrefix(path, root) {
			return true
		}
	}
	return false
}

// ServeHTTP serves the routes. Paths are compared exactly, so the stray characters in the
// documentation's samples do not match.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind, next := harness.KindOther, a.apiNotFound
	var allowed []string
	for _, route := range a.routes {
		params, ok := route.match(r.URL.EscapedPath())
		if !ok {
			continue
		}
		if route.Method == r.Method {
			kind, next, allowed = route.Kind, a.operation(route, params), nil
			break
		}
		allowed = append(allowed, route.Method)
	}
	if len(allowed) > 0 {
		next = methodNotAllowed(strings.Join(allowed, ", "))
	}
	a.line.Serve(w, r, kind, next)
}

// match returns the segments that the route leaves open, if the path is the route's.
func (r Route) match(path string) (params []string, ok bool) {
	pattern, segments := strings.Split(r.Path, "/"), strings.Split(path, "/")
	if len(pattern) != len(segments) {
		return nil, false
	}
	for i, segment := range segments {
		if pattern[i] != "*" {
			if pattern[i] != segment {
				return nil, false
			}
			continue
		}
		unescaped, err := url.PathUnescape(segment)
		if err != nil || unescaped == "" {
			return nil, false
		}
		params = append(params, unescaped)
	}
	return params, true
}

func (a *API) apiNotFound(w http.ResponseWriter, _ *http.Request) {
	writeRefusal(w, Refusal{Status: http.StatusNotFound, Code: "1000",
		Description: "Resource not found."})
}

func methodNotAllowed(allowed string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", allowed)
		writeRefusal(w, Refusal{
			Status:      http.StatusMethodNotAllowed,
			Code:        "405",
			Description: "The requested resource does not support this HTTP method.",
		})
	}
}

// operation wraps an operation with the steps that all have in common.
func (a *API) operation(route Route, params []string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := Call{
			Writer:   w,
			Request:  r,
			Params:   params,
			NewModel: strings.EqualFold(r.Header.Get(headerNewModel), "true"),
		}
		echoIDs(w, r)
		refusal := a.checkHeaders(r)
		if refusal == nil {
			c.Caller, refusal = a.authenticate(r, route)
		}
		if refusal == nil {
			a.setMFAHeader(w, r, c.Caller)
			refusal = route.Serve(c)
		}
		if refusal == nil {
			return
		}
		if refusal.Raw != "" && harness.SendRaw(w, refusal.Status, refusal.Raw) {
			return
		}
		writeRefusal(w, *refusal)
	}
}
