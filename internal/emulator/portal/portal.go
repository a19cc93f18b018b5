// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import (
	"crypto/rand"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Paths of the portal. All others belong to the other windows.
const (
	home  = "/"
	root  = "/_portal/"
	icon  = "/favicon.ico" // browsers request it automatically
	style = root + "style.css"
)

// Config is the content of the portal.
type Config struct {
	World   *world.World
	Harness *harness.Harness

	// Kinds are the kinds of calls that a fault can hit. SignIn is the kind of those in which an
	// AADSTS error makes sense.
	Kinds  []Kind
	SignIn string

	// Detail describes a call without secrets, by its query or body. It may be empty.
	Detail func(harness.Request) string
}

// Kind is a kind of calls, and its name for people.
type Kind struct{ Kind, Name string }

// Portal serves the pages.
type Portal struct {
	Config

	token string // proves that a form is the portal's own
	mux   *http.ServeMux
}

// New returns the portal.
func New(config Config) *Portal {
	p := &Portal{Config: config, token: rand.Text(), mux: http.NewServeMux()}
	p.mux.HandleFunc("GET "+home+"{$}", p.alerts)
	p.mux.HandleFunc("GET "+root+"event", p.event)
	p.mux.HandleFunc("GET "+root+"new", p.newAlert)
	p.mux.HandleFunc("GET "+root+"faults", p.faults)
	p.mux.HandleFunc("GET "+root+"calls", p.calls)
	p.mux.HandleFunc("GET "+style, serveStyle)
	p.mux.HandleFunc("GET "+icon, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	for path, action := range p.actions() {
		p.mux.HandleFunc("POST "+root+path, p.perform(action))
	}
	return p
}

// Or serves the portal's paths, and passes all other requests to next.
func (p *Portal) Or(next http.Handler) http.Handler {
	guarded := guard(p.mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isOurs(r) {
			guarded.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
