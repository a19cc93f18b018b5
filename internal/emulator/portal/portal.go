// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import (
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

	// Score computes the partner security score, in percent, and its requirements.
	Score func() (score string, requirements []Requirement)

	// Detail describes a call without secrets, by its query or body. It may be empty.
	Detail func(harness.Request) string
}

// Kind is a kind of calls, and its name for people.
type Kind struct{ Kind, Name string }

// Requirement is a part of the partner security score.
type Requirement struct {
	Type     string
	Points   int
	Met      bool
	Measures map[string]any
}

// Portal serves the pages.
type Portal struct {
	Config

	token string // proves that a form is the portal's own
	mux   *http.ServeMux
}
