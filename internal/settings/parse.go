// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"strconv"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// parseBoolean is strict, so that a mistake such as "yes" does not silently become false.
func parseBoolean(s string) (bool, error) {
	b, err := strconv.ParseBool(s)
	if err != nil {
		return false, anatomy.Wrong("must be true or false, got %q", s)
	}
	return b, nil
}

func parseCount(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, anatomy.Wrong("must be a whole number, 0 or more, got %q", s)
	}
	return n, nil
}
