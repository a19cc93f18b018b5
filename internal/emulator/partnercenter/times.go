// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// withDecimals rewrites a time without a zone to the given number of decimals. Placeholders and
// other strings stay unchanged.
func withDecimals(s string, decimals int) string {
	if decimals < 1 || s == world.NoTime {
		return s
	}
	t, err := time.Parse("2006-01-02T15:04:05", s)
	if err != nil {
		return s
	}
	return t.Format("2006-01-02T15:04:05." + strings.Repeat("0", min(decimals, 7)))
}
