// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

import (
	"cmp"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// emulatorServer is how the emulator names itself in the header Server of every response.
const emulatorServer = "partnercenter-emulator"

// about says what a report is about: who asked which service, and whose.
type about struct {
	Program  string `json:"program"`           // with its build
	Service  string `json:"service,omitempty"` // the address, and where it is configured
	Emulator bool   `json:"emulator"`          // the service says that it is the emulator
	Tenant   string `json:"tenant,omitempty"`  // of the token, or else as configured
}

// sees notes who answered.
func (a *about) sees(server string) { a.Emulator = a.Emulator || server == emulatorServer }

// belongsTo prefers the tenant that the token names.
func (a *about) belongsTo(token auth.Token, configured string) {
	claims, _ := auth.ParseClaims(token.Value)
	a.Tenant = cmp.Or(claims.TenantID, configured)
}

// lines are for a person.
func (a about) lines() [][2]string {
	service := []string{cmp.Or(a.Service, "not reached: resolve the failed check first")}
	if a.Emulator {
		service = append(service, "the emulator, not Partner Center")
	}
	if a.Tenant != "" {
		service = append(service, "tenant "+a.Tenant)
	}
	return [][2]string{{"service", strings.Join(service, ", ")}, {"version", a.Program}}
}
