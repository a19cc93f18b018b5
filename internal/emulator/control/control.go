// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// Root is the prefix of every path of the control endpoint.
const Root = "/_emulator/"

// DevicePage is the path of the page for the user codes of device sign-ins.
const DevicePage = Root + "device"

// New returns the control endpoint. Its requests are not counted and not subject to faults.
func New(config Config) http.Handler {
	e := endpoint{config}
	mux := http.NewServeMux()
	e.serveReports(mux)
	e.serveChanges(mux)
	mux.HandleFunc("GET "+DevicePage, serveDevicePage)
	mux.HandleFunc("POST "+DevicePage, e.serveDeviceForm)
	return sameMachine(mux)
}

func (e endpoint) serveReports(mux *http.ServeMux) {
	get := func(path string, value func() any) {
		mux.HandleFunc("GET "+Root+path, func(w http.ResponseWriter, _ *http.Request) {
			harness.WriteJSON(w, http.StatusOK, value())
		})
	}
	get("state", e.state)
	get("events", func() any { return e.World.Events() })
	get("webhook", e.webhook)
	get("usage", func() any { return e.World.Budgets().All() })
	get("counts", func() any { return e.Harness.Counts() })
	get("requests", func() any { return e.Harness.Requests() })
	get("violations", func() any { return append([]string{}, e.Harness.Violations()...) })
	get("behaviour", e.Behaviour)
	get("secrets", func() any { return e.Tenant.IssuedSecrets() })
	get("env", func() any { return e.Env() })
}

func (e endpoint) serveChanges(mux *http.ServeMux) {
	post := func(path string, do func(body []byte) error) {
		mux.HandleFunc("POST "+Root+path, func(w http.ResponseWriter, r *http.Request) {
			servePost(w, r, do)
		})
	}
	post("inject", e.inject)
	post("change", taking(e.change))
	post("remove", taking(e.remove))
	post("usage", taking(e.usage))
	post("budget", taking(e.budget))
	post("cancel-subscription", subscription(e.World.CancelSubscription))
	post("remove-subscription", subscription(e.World.RemoveSubscription))
	post("faults", taking(e.fault))
	post("clear-faults", func([]byte) error { e.Harness.ClearFaults(); return nil })
	post("behaviour", e.changeBehaviour)
	post("reset-counts", func([]byte) error { e.Harness.ResetCounts(); return nil })
	post("revoke-refresh-tokens", func([]byte) error { e.Tenant.RevokeRefreshTokens(); return nil })
	post("approve-device", device(e.Tenant.ApproveDevice))
	post("deny-device", device(e.Tenant.DenyDevice))
}
