// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package untrusted

import (
	"regexp"
	"strings"
)

// gap is an invisible space. GitHub, GitLab and Azure DevOps look for mentions, references, links,
// and emoji in the rendered text, where escapes have no effect. Only a gap stops them. Bots that
// copy release notes into pull requests do the same.
const gap = "&#8203;"

// id matches one in small letters.
const id = `[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}` +
	`(?:_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?`

//nolint:gochecknoglobals // constants, which Go cannot say
var (
	// triggers begin something special on one of the platforms: @user, #1, !1, ~label, %milestone, $1,
	// &1, ^alert, /command, :emoji:, https://, [vulnerability:1].
	triggers = regexp.MustCompile(`[@#!~%$&^:/\[]`)
	// references are commits, GH-1 and www.
	references = regexp.MustCompile(`(?i)\bgh-|\bwww|[0-9a-f]{6}`)

	// ids are those of customers, subscriptions, and events; a text can be one, or name some.
	ids       = regexp.MustCompile(`^(?i)` + id + `$`)
	idsWithin = regexp.MustCompile(`(?i)\b` + id + `\b`)

	escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "$", "&#36;",
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "#", `\#`,
		"!", `\!`)
)

// gapMark stands for a gap until the text is escaped. No visible text contains it.
const gapMark = "\x00"

// Prose returns a text that stays text in a Markdown table's cell, a heading, or a line, and reads
// like the sentences around it.
//
// An id becomes code, in which the platforms look for nothing: people copy ids, and with a copied
// gap nobody finds them.
func Prose(s string) string {
	if ids.MatchString(s) {
		return "`" + s + "`"
	}
	if s != "" && strings.ContainsRune("-+=.0123456789", rune(s[0])) {
		return gap + escape(s) // neither a list nor a line below a heading
	}
	return escape(s)
}

// Sentence is Prose for a text that may name ids. Each becomes code.
func Sentence(s string) string {
	var said strings.Builder
	end := 0
	for _, at := range idsWithin.FindAllStringIndex(s, -1) {
		if said.Len() == 0 {
			said.WriteString(Prose(s[:at[0]]))
		} else {
			said.WriteString(escape(s[end:at[0]]))
		}
		said.WriteString(Prose(s[at[0]:at[1]]))
		end = at[1]
	}
	if end == 0 {
		return Prose(s)
	}
	return said.String() + escape(s[end:])
}

func escape(s string) string {
	s = triggers.ReplaceAllString(s, "$0"+gapMark)
	s = strings.ReplaceAll(s, ":"+gapMark+" ", ": ") // begins nothing
	s = references.ReplaceAllString(s, "$0"+gapMark)
	return strings.ReplaceAll(escapes.Replace(s), gapMark, gap)
}
