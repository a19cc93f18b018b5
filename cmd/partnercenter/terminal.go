// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"

	"golang.org/x/term"
)

// columnsOf is the width of a terminal, or 0 for anything else.
func columnsOf(file *os.File) int {
	columns, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return columns
}

// terminal is the width that the table must fit, or 0.
func (in eventsFlags) terminal(env environment) int {
	if in.wide {
		return 0
	}
	return env.columns
}
