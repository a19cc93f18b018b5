// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"regexp"
	"strings"
)

// token is a part of a $filter: a name, an operator, a literal, a parenthesis, or a comma.
type token struct {
	text   string
	quoted bool // a text literal, without its quotes
}

// filterToken matches a text literal, in which two quotes stand for one, or another token.
var filterToken = regexp.MustCompile(`^\s*(?:'((?:[^']|'')*)'|([(),])|([^\s'(),]+))`)

// tokens splits a $filter, and returns false if it has an open text.
func tokens(filter string) ([]token, bool) {
	var all []token
	for strings.TrimSpace(filter) != "" {
		match := filterToken.FindStringSubmatch(filter)
		if match == nil {
			return nil, false
		}
		filter = filter[len(match[0]):]
		if strings.HasSuffix(match[0], "'") {
			all = append(all, token{text: strings.ReplaceAll(match[1], "''", "'"), quoted: true})
		} else {
			all = append(all, token{text: match[2] + match[3]})
		}
	}
	return all, true
}
