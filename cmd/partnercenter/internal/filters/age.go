// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package filters

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// ParseAge parses a Go duration, optionally with whole days before it: 24h, 7d, 1d12h.
func ParseAge(s string) (time.Duration, error) {
	mistake := fmt.Errorf("must be an age such as 90m, 24h, 7d, or 1d12h, got %s",
		anatomy.Typed(s))
	const longest = 100 * 365 // in days; a Duration holds three times as many
	days, rest, hasDays := strings.Cut(s, "d")
	if !hasDays {
		days, rest = "0", s
	} else if rest == "" {
		rest = "0s"
	}
	whole, err := strconv.ParseUint(days, 10, 64)
	if err != nil || whole > longest {
		return 0, mistake
	}
	age, err := time.ParseDuration(rest)
	if err != nil || age < 0 || age > longest*24*time.Hour {
		return 0, mistake
	}
	return time.Duration(whole)*24*time.Hour + age, nil
}
