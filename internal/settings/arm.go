// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// IgnoredARM names the settings whose ARM_* variables do not count, and says why and what to do. It
// returns nil if there are none.
func (s Settings) IgnoredARM(settings ...string) anatomy.Text {
	var ignored, own []string
	if s.ownClientID == nil {
		return nil
	}
	for _, setting := range settings {
		for _, variable := range Variables(setting) {
			if isARM(variable) && (Given{setting: {Value: s.getenv(variable)}}).chooses(setting) {
				ignored, own = append(ignored, variable), append(own, ownVariable(setting))
			}
		}
	}
	if len(ignored) == 0 {
		return nil
	}
	verb := "is"
	if len(ignored) > 1 {
		verb = "are"
	}
	return anatomy.Join(
		anatomy.Say("%s %s set, but ARM_* variables count only when no other client id is configured, "+
			"and %v is.", strings.Join(ignored, " and "), verb, s.ownClientID),
		anatomy.Say("Set %s instead.", strings.Join(slices.Compact(own), " and ")))
}

// ClientCredentials returns the settings that prove the app's identity, in documented order.
func ClientCredentials() []string {
	return slices.DeleteFunc(Names(), func(name string) bool {
		return !slices.ContainsFunc(groups(),
			func(g group) bool { return has(g.sources, "client_secret") && has(g.sources, name) })
	})
}

func has[V any](m map[string]V, name string) bool {
	_, ok := m[name]
	return ok
}
