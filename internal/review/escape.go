// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// cellLimit is the maximum length of a text in a cell, in characters.
const cellLimit = 300

// titleLimit is the maximum length of a name in a heading or an error, in characters.
const titleLimit = 100

// clean makes a text of the service or of an author one visible line. A character that is invisible
// or changes the direction of writing becomes a replacement character. A shortened text says so.
func clean(s string, limit int) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	runes := []rune(strings.ToValidUTF8(s, "\ufffd"))
	for i, r := range runes {
		if fraud.Unseen(r) != "" {
			runes[i] = '\ufffd'
		}
	}
	if len(runes) > limit {
		return string(runes[:limit]) + "… (" + grouped(len(runes)) + " characters)"
	}
	return string(runes)
}

// gap is an invisible space. GitHub, GitLab and Azure DevOps look for mentions, references, links,
// and emoji in the rendered text, where escapes have no effect. Only a gap stops them. Bots that
// copy release notes into pull requests do the same.
const gap = "&#8203;"

//nolint:gochecknoglobals // constants, which Go cannot say
var (
	// triggers begin something special on one of the platforms: @user, #1, !1, ~label, %milestone, $1,
	// &1, ^alert, /command, :emoji:, https://, [vulnerability:1].
	triggers = regexp.MustCompile(`[@#!~%$&^:/\[]`)
	// references are commits, GH-1 and www.
	references = regexp.MustCompile(`(?i)\bgh-|\bwww|[0-9a-f]{6}`)

	escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "$", "&#36;",
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "#", `\#`,
		"!", `\!`)
)

// gapMark stands for a gap until the text is escaped. No clean text contains it.
const gapMark = "\x00"

// markdown escapes a clean text, so that it stays text in a table's cell, a heading or a line.
func markdown(s string, limit int) string {
	s = triggers.ReplaceAllString(clean(s, limit), "$0"+gapMark)
	s = strings.ReplaceAll(s, ":"+gapMark+" ", ": ") // begins nothing
	s = references.ReplaceAllString(s, "$0"+gapMark)
	s = escapes.Replace(s)
	if s != "" && strings.ContainsRune("-+=.0123456789", rune(s[0])) {
		s = gapMark + s // neither a list nor a line below a heading
	}
	return strings.ReplaceAll(s, gapMark, gap)
}
