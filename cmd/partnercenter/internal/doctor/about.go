// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

import (
	"cmp"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// emulatorServer is the emulator's name in the header Server of every response.
const emulatorServer = "partnercenter-emulator"

// about is the subject of a report: who asked which service about whose events.
type about struct {
	Program  string `json:"program"`           // with its build
	Service  string `json:"service,omitempty"` // the address, and its origin
	Emulator bool   `json:"emulator"`          // the service says that it is the emulator
	Tenant   string `json:"tenant,omitempty"`  // from the token, or else from the configuration
	Report   string `json:"report,omitempty"`  // what was written, and where

	service fraud.Service
}

// sees records who answered.
func (a *about) sees(server string) { a.Emulator = a.Emulator || server == emulatorServer }

// belongsTo prefers the tenant that the token names.
func (a *about) belongsTo(token auth.Token, configured string) {
	claims, _ := auth.ParseClaims(token.Value)
	a.Tenant = cmp.Or(claims.TenantID, configured)
}

func (a about) lines() [][2]string {
	service := []string{cmp.Or(a.Service, "not reached: resolve the failed check first")}
	if a.Emulator {
		service = append(service, "the emulator, not "+a.service.String())
	}
	if a.Tenant != "" {
		service = append(service, "tenant "+a.Tenant)
	}
	lines := [][2]string{{"service", strings.Join(service, ", ")}, {"version", a.Program}}
	if a.Report != "" {
		lines = append(lines, [2]string{"report", a.Report})
	}
	return lines
}
