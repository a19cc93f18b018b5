// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package shell writes variables as shells read them.
package shell

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

const (
	posix      = "sh"
	powerShell = "powershell"
)

// Names lists the supported shells.
func Names() []string { return []string{posix, powerShell} }

// Syntax is the syntax of variables in a shell.
type Syntax struct {
	assignment string // with the name and the quoted value
	quote      func(string) string
}

// For returns the syntax of the requested shell, or of the one that matches the file's name.
func For(asked, file string) Syntax {
	isPowerShell := strings.EqualFold(filepath.Ext(file), ".ps1")
	if asked != "" {
		isPowerShell = asked == powerShell
	}
	if isPowerShell {
		return Syntax{"$env:%s = %s\n", quotePowerShell}
	}
	return Syntax{"export %s=%s\n", quotePosix}
}

// Quote writes a text as one word.
func (s Syntax) Quote(text string) string { return s.quote(text) }

// Assign writes commands that set the variables.
func (s Syntax) Assign(variables map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		fmt.Fprintf(&b, s.assignment, name, s.quote(variables[name]))
	}
	return b.String()
}

func quotePosix(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// quotePowerShell doubles every character that PowerShell treats as a single quotation mark.
func quotePowerShell(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("'\u2018\u2019\u201a\u201b", r) {
			b.WriteRune(r)
		}
		b.WriteRune(r)
	}
	return "'" + b.String() + "'"
}
