// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"strings"
	"time"
)

// timeLayouts returns the forms seen in the documentation, the most frequent first: without an
// offset, which means UTC, and with one (docs-dev/api.md, Times; parity: list-time-zone,
// list-time-decimals). Go reads any number of decimals after the seconds by itself.
func timeLayouts() [4]string {
	return [...]string{"2006-01-02T15:04:05", time.RFC3339, "2006-01-02 15:04:05", "2006-01-02"}
}

// ParseTime parses a time of the service. It returns the zero time for placeholders (year 9999,
// "not resolved"; year 1, the platform's empty value), for a missing value, and for text that is
// not a time.
func ParseTime(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range timeLayouts() {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if year := t.UTC().Year(); year >= 9999 || year <= 1 {
			return time.Time{}
		}
		return t
	}
	return time.Time{}
}
