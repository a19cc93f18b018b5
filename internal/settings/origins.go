// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"maps"
	"slices"
)

// Origins says where each value came from. Of settings of which one is enough, only those whose
// origin is among the counting ones are included.
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
