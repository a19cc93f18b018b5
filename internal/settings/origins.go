// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"maps"
	"slices"
)

// Origins names the origin of each value. If one of several settings is enough, it includes only
// those whose origin is among counting.
func (s Settings) Origins(counting []string) map[string]string {
	origins := map[string]string{}
	for name, value := range s.values {
		origins[name] = value.Origin
	}
	for _, g := range groups() {
		maps.DeleteFunc(origins, func(name, origin string) bool {
			return slices.Contains(g.members, name) && !slices.Contains(counting, origin)
		})
	}
	return origins
}
