// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// throughGraph has the variables of a provider with `api = "graph"`.
func throughGraph() map[string]string { return map[string]string{"PARTNERCENTER_API": "graph"} }

// alert is an event whose id in Microsoft Graph is known to the test, because it is the same.
func alert(id string, change ...func(*emulator.Event)) emulator.Event {
	e := event(id, change...)
	e.GraphID = e.EventID
	return e
}
