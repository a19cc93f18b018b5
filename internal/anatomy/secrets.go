// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package anatomy

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Secrets are texts that no message may show. The zero value has none.
type Secrets struct {
	forms []string // longest first, because a secret can be the beginning of another one
	hide  *strings.Replacer
}

// Redacted stands for a secret in a message.
const Redacted = "(redacted)"

// Known returns secrets, in every form in which a message can show them.
func Known(values ...string) Secrets {
	var s Secrets
	for _, value := range values {
		if value != "" {
			s.forms = append(s.forms, value, strings.ToLower(value), url.QueryEscape(value),
				url.PathEscape(value), inner(strconv.Quote(value)), inJSON(value))
		}
	}
	if len(s.forms) == 0 {
		return s
	}
	slices.SortFunc(s.forms, func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	s.forms = slices.Compact(s.forms)
	var pairs []string
	for _, form := range s.forms {
		pairs = append(pairs, form, Redacted)
	}
	s.hide = strings.NewReplacer(pairs...)
	return s
}

func inJSON(value string) string {
	text, _ := json.Marshal(value) // a string can always be encoded
	return inner(string(text))
}

// inner removes the quotation marks of a literal, but not those of its value.
func inner(literal string) string { return literal[1 : len(literal)-1] }

// Hide returns a text without the secrets.
func (s Secrets) Hide(text string) string {
	if s.hide == nil {
		return text
	}
	return s.hide.Replace(text)
}

// Forms returns the secrets, in every form in which a message can show them.
func (s Secrets) Forms() []string { return slices.Clone(s.forms) }

// String keeps the secrets out of formatted output.
func (Secrets) String() string { return "anatomy.Secrets{" + Redacted + "}" }

// GoString keeps the secrets out of %#v.
func (s Secrets) GoString() string { return s.String() }
