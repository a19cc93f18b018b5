// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package terminal

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// Text from the service can contain anything, and it goes to terminals and into files. So
// invisible characters (control characters, the start of escape sequences, line breaks of every
// kind, direction marks) are escaped, and so are commands in the log of a job.

// Visible escapes such characters like YAML and Go: \u001b, \U000e0001.
func Visible(s string) string {
	return untrusted.InLogEscaped(escapeRunes(s, isInvisible, func(r rune) string {
		if r > 0xFFFF {
			return fmt.Sprintf(`\U%08x`, r)
		}
		return fmt.Sprintf(`\u%04x`, r)
	}))
}

// visibleJSON does the same to a JSON document, in which such characters occur only in strings, and
// line breaks never do. JSON writes characters beyond 16 bits as two.
func visibleJSON(document string) string {
	invisible := func(r rune) bool { return r != '\n' && isInvisible(r) }
	return untrusted.InLogEscaped(escapeRunes(document, invisible, func(r rune) string {
		if high, low := utf16.EncodeRune(r); high != unicode.ReplacementChar {
			return fmt.Sprintf(`\u%04x\u%04x`, high, low)
		}
		return fmt.Sprintf(`\u%04x`, r)
	}))
}

// escapeRunes copies only text that contains such a character.
func escapeRunes(s string, escaped func(rune) bool, escape func(rune) string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexFunc(s, escaped) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if escaped(r) {
			b.WriteString(escape(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isInvisible accepts wide and narrow spaces, which names in some languages have.
func isInvisible(r rune) bool {
	return !unicode.IsGraphic(r) || fraud.Unseen(r) != "" && !unicode.Is(unicode.Zs, r)
}

// VisibleLines does the same for each line of a text.
func VisibleLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = Visible(line)
	}
	return strings.Join(lines, "\n")
}
