// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import (
	"crypto/rand"
	"net/http"
)

// New returns the portal.
func New(config Config) *Portal {
	p := &Portal{Config: config, token: rand.Text(), mux: http.NewServeMux()}
	p.mux.HandleFunc("GET "+home+"{$}", p.alerts)
	p.mux.HandleFunc("GET "+root+"event", p.event)
	p.mux.HandleFunc("GET "+root+"new", p.newAlert)
	p.mux.HandleFunc("GET "+root+"activity", p.activity)
	p.mux.HandleFunc("GET "+root+"azure", p.azure)
	p.mux.HandleFunc("GET "+root+"budgets", p.budgets)
	p.mux.HandleFunc("GET "+root+"webhook", p.webhook)
	p.mux.HandleFunc("GET "+root+"score", p.score)
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

func (p *Portal) actions() map[string]action {
	return map[string]action{
		"decide":       p.decide,
		"age-out":      p.ageOut,
		"cancel":       p.cancelSubscription,
		"raise":        p.raise,
		"budget":       p.setBudget,
		"spend":        p.spend,
		"fault":        p.addFault,
		"remove-fault": p.removeFault,
		"clear-faults": p.clearFaults,
		"forget-calls": p.forgetCalls,
	}
}
