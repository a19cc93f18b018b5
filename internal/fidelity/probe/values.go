// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// member returns a member of an object, whatever the case of its key.
func member(value any, name string) (any, bool) {
	object, _ := value.(map[string]any)
	if found, ok := object[name]; ok {
		return found, true
	}
	for key, found := range object {
		if strings.EqualFold(key, name) {
			return found, true
		}
	}
	return nil, false
}

// textOf returns a text or a number as text, and nothing else.
func textOf(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// text returns a member as text.
func text(value any, name string) string {
	found, _ := member(value, name)
	return textOf(found)
}

// Forms of lists.
const (
	formBare    = "bare"
	formWrapped = "wrapped"
	formOther   = "other"
)

// elements returns the elements of a list in either form.
func elements(value any) ([]any, string) {
	if list, ok := value.([]any); ok {
		return list, formBare
	}
	for _, name := range []string{"items", "value"} {
		if list, ok := member(value, name); ok {
			if list, ok := list.([]any); ok {
				return list, formWrapped
			}
		}
	}
	return nil, formOther
}

// list is an answer with a list.
type list struct {
	answer

	items []any
	form  string
}

func listOf(a answer) list {
	l := list{answer: a, form: formOther}
	if a.ok() {
		l.items, l.form = elements(a.body)
	}
	return l
}

// isList reports whether the list is there.
func (l list) isList() bool { return l.ok() && l.form != formOther }

// next says how a list names its next page: "link", "token", or "absent".
func (l list) next() string {
	links, _ := member(l.body, "links")
	next, _ := member(links, "next")
	following, _ := member(l.body, "@odata.nextLink")
	if filled(next) || filled(following) {
		return "link"
	}
	if l.header.Get("MS-ContinuationToken") != "" || text(l.body, "continuationToken") != "" {
		return "token"
	}
	return "absent"
}

// filled reports whether a value says something. An empty link leads nowhere: the length of its
// page is no limit, but a count of what the account has.
func filled(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v) != ""
	case []any:
		return slices.ContainsFunc(v, filled)
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(v)), filled)
	}
	return value != nil
}

// one returns the only value of a set of observations, or the given word for several.
func one(set map[string]bool, several, none string) string {
	if len(set) == 0 {
		return none
	}
	if len(set) > 1 {
		return several
	}
	for value := range set {
		return value
	}
	return none
}
