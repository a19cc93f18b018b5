// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

// entryChecker checks an entry.
type entryChecker struct {
	*checker

	key    string
	at     document.Position
	fields map[string]field
}

// complain reports a problem of a value. A merged value (<<) is reported at its own position.
func (e entryChecker) complain(f field, problem, cure string) {
	if !f.merged {
		e.report(f.place, problem, cure)
	}
}

// value is the position of a field's value or, for a merged value, of the entry.
func (e entryChecker) value(f field) document.Position {
	if f.merged {
		return e.at
	}
	return f.place
}

// of names a field of the entry.
func (e entryChecker) of(name string) string {
	return document.Shown(name) + " of " + document.Shown(e.key)
}

// text returns the string of a field, which is empty if the field is missing. It reports other
// values.
func (e entryChecker) text(name string) (string, bool) {
	f, given := e.fields[name]
	if !given {
		return "", true
	}
	if f.value.Kind != yaml.ScalarNode {
		e.complain(f, e.of(name)+" is a map or a list", "write a string")
		return "", false
	}
	if document.HasForeignTag(f.value) {
		e.complain(f, e.of(name)+" has the tag "+document.Shown(f.value.Tag),
			"remove the tag, and put the value in quotes")
		return "", false
	}
	r := document.Read(f.value)
	if r.IsBent() {
		problem, cure := r.Bent(f.value.Value)
		e.complain(f, e.of(name)+": "+problem, cure)
		return "", false
	}
	return r.Text, true
}

// place returns the position of a field's value or, if it has none, of the entry.
func (e entryChecker) place(name string) document.Position {
	if f, given := e.fields[name]; given {
		return e.value(f)
	}
	return e.at
}
