// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package attribute

import (
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Text returns null for a missing value. Terraform escapes invisible characters in a string of one
// line, but prints a string of several lines unchanged: a customer's name must not rewrite the plan
// on a terminal.
func Text(s string) types.String { return Exactly(OneLine(s)) }

// OneLine converts a text to one line of visible characters.
func OneLine(s string) string {
	return fraud.Printable(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t",
		" ").Replace(s))
}

// WithoutControls removes control characters, but keeps line breaks and the indentation of JSON. It
// keeps a carriage return only as part of a line break: alone, it would let a text overwrite its
// own line.
func WithoutControls(s string) string {
	lines := strings.SplitAfter(s, "\n")
	for i, line := range lines {
		content, isBreak := strings.CutSuffix(line, "\r\n")
		if !isBreak {
			content = strings.TrimSuffix(line, "\n")
		}
		lines[i] = strings.Map(visibleOrTab, content) + line[len(content):]
	}
	return strings.Join(lines, "")
}

func visibleOrTab(r rune) rune {
	if r == '\t' || unicode.IsGraphic(r) {
		return r
	}
	return unicode.ReplacementChar
}

// Exactly returns an id, which must match exactly, unchanged. A missing id is also null.
func Exactly(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(strings.ToValidUTF8(s, "\uFFFD"))
}

// Timestamp keeps all decimals, and returns null for the zero time.
func Timestamp(t time.Time) timetypes.RFC3339 {
	if t.IsZero() {
		return timetypes.NewRFC3339Null()
	}
	return timetypes.NewRFC3339ValueMust(t.Format(time.RFC3339Nano))
}

// KnownTexts returns the known texts of a map, by name.
func KnownTexts(texts types.Map) map[string]string {
	known := map[string]string{}
	for name, value := range texts.Elements() {
		if v, ok := value.(types.String); ok && !v.IsUnknown() && !v.IsNull() {
			known[name] = v.ValueString()
		}
	}
	return known
}

// KnownMembers returns the known texts of a set.
func KnownMembers(texts types.Set) (known []string) {
	for _, value := range texts.Elements() {
		if v, ok := value.(types.String); ok && !v.IsUnknown() && !v.IsNull() {
			known = append(known, v.ValueString())
		}
	}
	return known
}
