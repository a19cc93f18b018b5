// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// environment is the outside world that a command can access. Values holds the variables as
// "NAME=value".
type environment struct {
	stdin          io.Reader // nil is the system's
	stdout, stderr io.Writer
	values         []string
	columns        int // the width of the terminal that stdout is, or 0

	// openURL shows an address in the user's browser. Nil is the system's browser.
	openURL func(address string) error
}

// input is the source of input that is not in a file.
func (e environment) input() io.Reader {
	if e.stdin == nil {
		return os.Stdin
	}
	return e.stdin
}

// getenv returns a variable, or an empty string. Of several with one name, the last counts, as in a
// shell.
func (e environment) getenv(name string) string {
	value, _ := e.lookup(name)
	return value
}

// lookup distinguishes an empty variable from a missing one.
func (e environment) lookup(name string) (value string, isSet bool) {
	for _, value := range slices.Backward(e.values) {
		if rest, ok := strings.CutPrefix(value, name+"="); ok {
			return rest, true
		}
	}
	return "", false
}

// say writes for a person. If that fails, the error cannot be reported anywhere.
func say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format, args...)
}
