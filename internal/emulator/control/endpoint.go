// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Config holds the parts that the control endpoint controls.
type Config struct {
	World   *world.World
	Harness *harness.Harness
	Tenant  entra.Tenant

	// Env returns the environment variables that point the provider at the emulator.
	Env func() map[string]string

	// Addresses are the addresses in a summary of the state.
	Addresses func() map[string]string

	// Behaviour returns the current behaviour. ChangeBehaviour changes it with decode.
	Behaviour       func() any
	ChangeBehaviour func(decode func(behaviour any) error) error
}

// endpoint serves the requests of tests and people to a running emulator.
type endpoint struct{ Config }
