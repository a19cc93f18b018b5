// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"strings"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// cellLimit is the maximum length of a text in a cell, in characters.
const cellLimit = 300

// titleLimit is the maximum length of a name in a heading or an error, in characters.
const titleLimit = 100

// sentenceLimit is the maximum length of the consequence of a change, in characters.
const sentenceLimit = 2_000

// clean makes a text of the service or of an author one visible line. A character that is invisible
// or changes the direction of writing becomes a replacement character. A shortened text says so. No
// text acts as a command in the log of a job.
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
		return untrusted.InLog(string(runes[:limit])) + "… (" + grouped(len(runes)) + " characters)"
	}
	return untrusted.InLog(string(runes))
}

// markdown escapes a clean text for a cell, a heading, or a line.
func markdown(s string, limit int) string { return untrusted.Prose(clean(s, limit)) }
