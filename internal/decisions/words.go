// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/nearest"
)

// alternatives returns "a, b, or c", each in quotes, or "a or b".
func alternatives(values []string) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = document.Shown(v)
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	if len(parts) == 2 {
		return parts[0] + " or " + parts[1]
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + ", or " + parts[last]
}

// meantBy returns the candidate that s probably misspells, or "".
func meantBy(s string, candidates []string) string {
	return nearest.Of(s, candidates, min(2, len(s)/2))
}
