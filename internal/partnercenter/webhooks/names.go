// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// The most that a message shows of a name, and of a list of names.
const (
	longestName  = 80
	longestNames = 40
)

// Names lists names of events in order, for messages.
func Names(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	var shown []string
	for _, name := range slices.Sorted(slices.Values(names)) {
		if len(shown) == longestNames {
			shown = append(shown, "…")
			break
		}
		shown = append(shown, shortened(name))
	}
	return strings.Join(shown, ", ")
}

func shortened(name string) string {
	name = fraud.Printable(name)
	if runes := []rune(name); len(runes) > longestName {
		return string(runes[:longestName]) + "…"
	}
	return name
}
