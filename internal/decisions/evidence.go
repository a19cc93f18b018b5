// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

// checkEvidence checks an entry's evidence. Blank evidence is a problem only in a decided entry.
func (e entryChecker) checkEvidence(decided bool) {
	for _, name := range e.rules.evidence() {
		text, ok := e.text(name)
		if !ok {
			continue
		}
		f, given := e.fields[name]
		switch comment := swallowed(f); {
		case given && comment != "" && text != "":
			e.complain(f, e.of(name)+" ends before "+document.Shown(comment)+
				", which YAML reads as a comment",
				"put the whole value in quotes, or move the comment to its own line")
		case isEvidence(text):
			e.checkDirection(f, text)
		case decided && strings.TrimSpace(text) != "":
			e.report(e.value(f), e.of(name)+" has neither a letter nor a digit",
				"write text that an auditor can read, in quotes")
		case decided && given && comment != "":
			e.report(e.value(f), e.of(name)+" is empty, because YAML reads "+document.Shown(comment)+
				" as a comment", "put the value in quotes")
		case decided && given:
			e.report(e.value(f), e.of(name)+" is empty", e.cureForEmpty(name))
		case decided && slices.Contains(e.rules.Required, name):
			e.report(e.at, "the entry "+document.Shown(e.key)+" lacks "+document.Shown(name),
				"write it, in quotes")
		}
	}
}

// cureForEmpty is the fix for blank evidence. Only the configuration knows which evidence is
// optional, and a blank optional key means the same as a missing one.
func (e entryChecker) cureForEmpty(name string) string {
	if slices.Contains(e.rules.Required, name) {
		return "fill it in, in quotes"
	}
	return "fill it in, in quotes, or remove the line if " + name + " is optional for you"
}

// isEvidence requires visible text: spaces and invisible characters do not count.
func isEvidence(text string) bool {
	return strings.ContainsFunc(text,
		func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// swallowed returns the comment after an unquoted value: text after a space and # is not part of
// it.
func swallowed(f field) string {
	if f.value == nil || f.value.Kind != yaml.ScalarNode || f.value.Style != 0 {
		return ""
	}
	if f.value.LineComment != "" {
		return f.value.LineComment
	}
	if f.value.Value == "" {
		return f.key.LineComment
	}
	return ""
}

// checkDirection finds direction marks, which can show a reviewer a different text from the stored
// one.
func (e entryChecker) checkDirection(f field, text string) {
	for _, r := range text {
		if r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			e.complain(f, fmt.Sprintf("%s contains the character U+%04X, which changes the direction of "+
				"text", e.of(f.name), r), "remove it")
			return
		}
	}
}
