// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"strconv"
)

// parseBoolean is strict, so that a slip such as "yes" does not silently become false.
func parseBoolean(s string) (bool, error) {
	b, err := strconv.ParseBool(s)
	if err != nil {
		return false, fmt.Errorf("%q is not a boolean. Use true or false", s)
	}
	return b, nil
}

func parseCount(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is not a count. Use a whole number, 0 or more", s)
	}
	return n, nil
}
