// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

const (
	envShell      = "sh"
	envPowerShell = "powershell"
)

func envFormats() []string { return []string{envShell, envPowerShell} }

// envForm is how a shell sets variables.
type envForm struct {
	assignment string // with the name and the quoted value
	quote      func(string) string
}

// formOf is the form that was asked for, or the one that fits the name of the file.
func formOf(asked, file string) envForm {
	isPowerShell := strings.EqualFold(filepath.Ext(file), ".ps1")
	if asked != "" {
		isPowerShell = asked == envPowerShell
	}
	if isPowerShell {
		return envForm{"$env:%s = %s\n", quotePowerShell}
	}
	return envForm{"export %s=%s\n", quoteShell}
}

// lines are commands that set the variables.
func (f envForm) lines(variables map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		fmt.Fprintf(&b, f.assignment, name, f.quote(variables[name]))
	}
	return b.String()
}

func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// quotePowerShell doubles every quotation mark that PowerShell takes for a single one.
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
