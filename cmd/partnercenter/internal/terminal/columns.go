// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package terminal

import (
	"os"

	"golang.org/x/term"
)

// Columns returns the width of a terminal, or 0 for anything else.
func Columns(file *os.File) int {
	columns, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
