// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"strings"
	"unicode"
)

// Problem is a mistake in the configuration that shows without asking anybody. It never holds a
// secret.
type Problem struct {
	Setting string // the setting at fault: "client_id"
	// where its value came from: the setting's own name, a variable or a flag; empty if it has none
	Origin string
	// what is wrong, and the way out. It completes the name ("it is missing …") or explains it
	Message string
}

// Error is one paragraph that can be shown to a user as it stands.
func (p *Problem) Error() string { return Sentence(p.name(), p.Message) }

// name names the setting by where its value came from.
func (p *Problem) name() string {
	switch {
	case p.Origin == "" || p.Origin == p.Setting:
		return "`" + p.Setting + "`"
	case strings.HasPrefix(p.Origin, "-"):
		return "`" + p.Origin + "`"
	default:
		return "The environment variable " + p.Origin
	}
}

// Sentence makes a sentence of what is wrong with something that has a name. The problem completes
// the name ("it is missing") or explains it; one that begins with a capital letter or a quoted name
// stands for itself.
func Sentence(name, problem string) string {
	problem = strings.TrimRight(problem, ".") + "."
	if rest, ok := strings.CutPrefix(problem, "it "); ok {
		return name + " " + rest
	}
	if unicode.IsUpper(rune(problem[0])) || problem[0] == '`' {
		return problem
	}
	return name + " is not valid: " + problem
}
