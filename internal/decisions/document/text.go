// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxSize is enough for tens of thousands of decisions, and small enough to read at once.
const MaxSize = 16 << 20

// CheckText finds problems that prevent a file from being parsed as YAML. The YAML library reports
// them without a position.
func CheckText(file []byte) *Finding {
	if len(file) > MaxSize {
		return &Finding{
			1, 1, fmt.Sprintf("the file is larger than %d MiB", MaxSize>>20),
			"split it",
		}
	}
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(file, []byte(mark)) {
			return utf16Finding()
		}
	}
	if i := bytes.IndexByte(file, 0); i == 0 || i == 1 {
		return utf16Finding()
	}
	// Only a byte order mark may precede the text.
	text := bytes.TrimPrefix(file, []byte("\ufeff"))
	if len(bytes.TrimSpace(text)) == 0 {
		return &Finding{
			1, 1, "the file is empty, as a failed write leaves it",
			"write {} or a comment if there are no decisions",
		}
	}
	line, column := 1, 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return &Finding{
				line, column,
				fmt.Sprintf("the byte 0x%02x is not UTF-8, and Terraform reads only UTF-8", text[i]),
				"save the file as UTF-8",
			}
		case breaksLines(r):
			return &Finding{
				line, column, fmt.Sprintf("the invisible character U+%04X ends the line in Terraform", r),
				"remove it, or start a new line",
			}
		case !allowedInYAML(r):
			return &Finding{
				line, column, fmt.Sprintf("YAML does not allow the invisible character U+%04X", r),
				"remove it",
			}
		}
		if column++; r == '\n' {
			line, column = line+1, 1
		}
		i += size
	}
	return checkConflict(text)
}

func utf16Finding() *Finding {
	return &Finding{1, 1, "the file is UTF-16, and Terraform reads only UTF-8", "save it as UTF-8"}
}

// allowedInYAML follows the specification's set of printable characters.
func allowedInYAML(r rune) bool {
	switch r {
	case '\t', '\n', '\r':
		return true
	case 0xFEFF: // a byte order mark inside the text
		return false
	}
	return r >= 0x20 && r <= 0x7E || r >= 0xA0 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD ||
		r >= 0x10000
}

// breaksLines reports a character that ends a line in Terraform, but in few editors.
func breaksLines(r rune) bool { return r == 0x85 || r == 0x2028 || r == 0x2029 }

// checkConflict finds git's conflict markers, which the YAML library's own error would not mention.
func checkConflict(text []byte) *Finding {
	for _, marker := range []string{"<<<<<<< ", ">>>>>>> "} {
		at := 0
		if !bytes.HasPrefix(text, []byte(marker)) {
			if at = bytes.Index(text, []byte("\n"+marker)) + 1; at == 0 {
				continue
			}
		}
		line := bytes.Count(text[:at], []byte("\n")) + 1
		return &Finding{
			line, 1, "Git left the marker " + strings.TrimSpace(marker) + " of a merge conflict here",
			"keep both decisions, each under its own key, and remove Git's markers",
		}
	}
	return nil
}
