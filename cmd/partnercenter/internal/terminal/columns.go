// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package terminal

import (
	"math"
	"os"

	"golang.org/x/term"
)

// Columns returns the width of a terminal, or 0 for anything else. On a terminal that does not know
// its width, such as a serial console, everything fits.
func Columns(file *os.File) int {
	columns, _, err := term.GetSize(int(file.Fd()))
	switch {
	case err != nil:
		return 0
	case columns == 0:
		return math.MaxInt
	default:
		return columns
	}
}
