// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package mfa is a window on the world: which users and apps of the partner called with MFA.
//
// # Assumptions
//
// This list is complete: it has every point that the API's documentation leaves open. Names in
// brackets are switches.
//
//   - An accepted call of a user counts at once, these calls included, until the emulator stops. A
//     refused call does not, so a user without MFA is listed only if that is allowed
//     [MFANotEnforced]. A call of an app without a user does not count. (parity: access-mfa,
//     mfa-counts)
//   - The list of users is a collection [MFAUsersBare]; the time is that of the last call without
//     MFA, in UTC and without a zone [MFALoginDateTime]. The list of apps is a bare array
//     [MFAAppsWrapped] with an element for each app and day, newest first, without names. (parity:
//     mfa-users-wrapped, mfa-time-key, mfa-apps-bare)
//   - Both lists are complete, without pages. Admin agents may call them, and no app without a
//     user. (parity: mfa-complete)
package mfa

import (
	"encoding/json"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindPrincipals   = "mfa-principals"   // GET /v1/nonMfaCompliantPartnerPrincipals
	KindApplications = "mfa-applications" // GET /v1/applicationmfaadoptionstatus
)

// Behaviour switches undocumented behaviour of the lists about MFA.
type Behaviour struct {
	MFAUsersBare     bool // the list of users is a bare array
	MFAAppsWrapped   bool // the list of apps is a collection
	MFALoginDateTime bool // the time's name is as in the table of the documentation
}

// window is what the service knows about MFA.
type window struct {
	world     *world.World
	behaviour func() Behaviour
}

// Routes returns the operations.
func Routes(w *world.World, behaviour func() Behaviour) []partnercenter.Route {
	known := &window{world: w, behaviour: behaviour}
	return []partnercenter.Route{
		{Kind: KindPrincipals, Method: http.MethodGet, Path: "/v1/nonMfaCompliantPartnerPrincipals",
			Serve: known.principals},
		{Kind: KindApplications, Method: http.MethodGet, Path: "/v1/applicationmfaadoptionstatus",
			Serve: known.applications},
	}
}

func (m *window) principals(c partnercenter.Call) *partnercenter.Refusal {
	b := m.behaviour()
	lastCall := "lastNonMfaCompliantRequestDateTime"
	if b.MFALoginDateTime {
		lastCall = "LastNonMfaCompliantLoginDateTime"
	}
	list := []any{}
	for _, p := range m.world.MFA().PrincipalsWithoutMFA() {
		list = append(list, map[string]string{"objectId": p.ObjectID, "tenantId": p.TenantID,
			"upn": p.UPN, lastCall: p.Last.Format("2006-01-02T15:04:05.000")})
	}
	write(c.Writer, list, b.MFAUsersBare)
	return nil
}

func (m *window) applications(c partnercenter.Call) *partnercenter.Refusal {
	list := []any{}
	for _, use := range m.world.MFA().AppUses() {
		list = append(list, map[string]any{"loginDate": use.Day,
			"mfaCompliantRequestCount": use.MFA, "totalRequestCount": use.All,
			"applicationId": use.ApplicationID, "applicationName": ""})
	}
	write(c.Writer, list, !m.behaviour().MFAAppsWrapped)
	return nil
}

func write(w http.ResponseWriter, list []any, bare bool) {
	var content any = list
	if !bare {
		content = map[string]any{"totalCount": len(list), "items": list,
			"attributes": map[string]string{"objectType": "Collection"}}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	_ = json.NewEncoder(w).Encode(content) // a client that has gone needs no answer
}
