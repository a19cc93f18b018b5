// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"slices"
	"strings"
)

// IgnoredARM says which of the settings are given by ARM_* variables that do not count, why, and
// the way out. It is empty if there are none.
func (s Settings) IgnoredARM(settings ...string) string {
	var ignored, own []string
	if s.ownClientID == "" {
		return ""
	}
	for _, setting := range settings {
		for _, variable := range Variables(setting) {
			if isARM(variable) && (Given{setting: {Value: s.getenv(variable)}}).chooses(setting) {
				ignored, own = append(ignored, variable), append(own, ownVariable(setting))
			}
		}
	}
	if len(ignored) == 0 {
		return ""
	}
	verb := "is"
	if len(ignored) > 1 {
		verb = "are"
	}
	return fmt.Sprintf("%s %s set, but the ARM_* variables count only when no client id of this "+
		"provider's own is configured, and %s is. Set %s instead.",
		strings.Join(ignored, " and "), verb, s.ownClientID, strings.Join(slices.Compact(own), " and "))
}

// ClientCredentials are the settings that an app can prove itself with, in the order of the
// documentation.
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
