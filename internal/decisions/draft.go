// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// Draft is an entry that a command writes and people complete.
type Draft struct {
	Key            string // a plain scalar
	SubscriptionID string
	EventID        string
	Facts          []string // comments, one line each
	Values         []Value  // fields after the ids
}

// Value is a key of an entry and its text.
type Value struct{ Name, Text, Remark string }

// Modeline tells editors which schema to use for the file.
const Modeline = "# yaml-language-server: $schema=decisions.schema.json"

// Block returns the entry as an indented map. All texts are quoted, so that YAML reads them
// unchanged.
func (d Draft) Block() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n", d.Key)
	for _, fact := range d.Facts {
		fmt.Fprintf(&b, "  # %s\n", fact)
	}
	for _, v := range d.values() {
		fmt.Fprintf(&b, "  %s: %s", v.Name, v.scalar())
		if v.Remark != "" {
			b.WriteString(" # " + v.Remark)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// flow returns the entry for a map in braces. Such a map may be JSON, so the entry has no comments.
func (d Draft) flow() string {
	var parts []string
	for _, v := range d.values() {
		parts = append(parts, fmt.Sprintf("%q: %s", v.Name, inQuotes(v.Text)))
	}
	return fmt.Sprintf("%s: {%s}", inQuotes(d.Key), strings.Join(parts, ", "))
}

func (d Draft) values() []Value {
	return append([]Value{{Name: keySubscriptionID, Text: d.SubscriptionID},
		{Name: keyEventID, Text: d.EventID}}, d.Values...)
}

// scalar quotes everything except a status, which is a documented word.
func (v Value) scalar() string {
	if v.Name == keyStatus {
		return v.Text
	}
	return inQuotes(v.Text)
}

// inQuotes returns a scalar in double quotes. YAML supports every escape sequence that Go writes
// for valid text. Printed into the log of a job, the scalar is no command.
func inQuotes(s string) string {
	return untrusted.InLogEscaped(strconv.Quote(strings.ToValidUTF8(s, "\uFFFD")))
}
