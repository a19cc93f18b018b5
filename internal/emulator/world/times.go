// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"strings"
	"time"
)

// formatTime writes a time like the service: UTC, no zone, 2 to 7 decimals (docs-dev/api.md,
// Times).
func formatTime(t time.Time) string {
	s := t.UTC().Format("2006-01-02T15:04:05.0000000")
	shortest := len(s) - 5
	for len(s) > shortest && strings.HasSuffix(s, "0") {
		s = s[:len(s)-1]
	}
	return s
}

// formatOffsetTime writes a time of an activity log: 7 decimals and an offset that is not UTC, as
// in the samples.
func formatOffsetTime(t time.Time) string {
	return t.In(time.FixedZone("", 5*3600+1800)).Format("2006-01-02T15:04:05.0000000-07:00")
}

// ParseTime reads a time of an event. It returns the zero time for any other text.
func ParseTime(s string) time.Time {
	t, _ := time.Parse("2006-01-02T15:04:05", s) // any number of decimals
	return t
}
