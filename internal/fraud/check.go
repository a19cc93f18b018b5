// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// These checks are for values that users write. Each error completes the name of the value at
// fault: "must be …, got …".

// CheckGUID accepts only the plain form, in any case, because the value becomes part of a URL.
func CheckGUID(s string) error {
	if err := CheckVisible(s); err != nil {
		return err
	}
	if len(s) != 36 || uuid.Validate(s) != nil {
		return fmt.Errorf("must be a GUID such as 2a7064fb-1e33-4007-974e-352cb3f2c805, got %s",
			shown(s))
	}
	return nil
}

// shown quotes a wrong value, unless it could be a secret that somebody has put in the wrong place:
// it is longer than a word, and no mistake in a GUID or a time.
func shown(s string) string {
	const word, guidOrTime = 30, 40
	if len(s) < word || len(s) <= guidOrTime && strings.Trim(s, "0123456789abcdefABCDEFTZ{}()+:.- ") ==
		"" {
		return strconv.Quote(s)
	}
	return fmt.Sprintf("a text of %d characters", utf8.RuneCountInString(s))
}

// CheckEventType accepts any text except an empty one: Partner Center adds event types on short
// notice.
func CheckEventType(s string) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("must not contain an empty event type. Remove it, or use a type such as " +
			EventTypes()[0])
	}
	return nil
}

// CheckTime accepts a time with a zone (RFC 3339).
func CheckTime(s string) error {
	if _, err := time.Parse(time.RFC3339, s); err != nil {
		return fmt.Errorf("must be an RFC 3339 time with a time zone, such as 2026-01-31T13:00:00Z "+
			"or 2026-01-31T14:00:00+01:00, got %s", shown(s))
	}
	return nil
}

// CheckOneOfAnyCase accepts one of the documented values, in any case.
func CheckOneOfAnyCase(documented ...string) func(string) error {
	return func(s string) error {
		if _, known := Canonical(s, documented); !known {
			return fmt.Errorf("must be one of %s, got %s", OneOf(documented, "or"), shown(s))
		}
		return nil
	}
}

// OneOf returns two values as "`a` or `b`", and more as "`a`, `b`, or `c`".
func OneOf(values []string, conjunction string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "`" + v + "`"
	}
	if len(quoted) == 2 {
		return fmt.Sprintf("%s %s %s", quoted[0], conjunction, quoted[1])
	}
	last := len(quoted) - 1
	return fmt.Sprintf("%s, %s %s", strings.Join(quoted[:last], ", "), conjunction, quoted[last])
}

// CheckEventID rejects a text that cannot be an event's id. Ids have no documented form and are
// never parsed, but invisible characters come from copying.
func CheckEventID(s string) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("is empty. Copy it from the list of fraud events")
	}
	return CheckVisible(s)
}

// mostNamed limits how many wrong characters an error names.
const mostNamed = 3

// CheckVisible rejects white space at either end, and invisible characters anywhere. The error
// names each character with its code point and position, counted in characters from 1.
func CheckVisible(s string) error {
	var problem string
	var found []string
	runes := []rune(s)
	first, last := inner(runes)
	for i, r := range runes {
		kind := Unseen(r)
		if unicode.IsSpace(r) && (i < first || i > last) {
			kind = "begins or ends with white space"
		}
		if kind == "" {
			continue
		}
		if problem == "" {
			problem = kind
		}
		found = append(found, fmt.Sprintf("%s at position %d", codePoint(r), i+1))
	}
	if len(found) == 0 {
		return nil
	}
	if more := len(found) - mostNamed; more > 0 {
		found = append(found[:mostNamed], fmt.Sprintf("and %d more", more))
	}
	return fmt.Errorf("%s: %s. Remove it, or copy the id again as plain text", problem,
		strings.Join(found, ", "))
}

// inner returns the positions of the first and last character that is not white space.
func inner(runes []rune) (first, last int) {
	for last = len(runes) - 1; last >= 0 && unicode.IsSpace(runes[last]); {
		last--
	}
	for first < len(runes) && unicode.IsSpace(runes[first]) {
		first++
	}
	return first, last
}

// Unseen says what is wrong with an invisible character; empty for a visible one.
func Unseen(r rune) string {
	switch {
	case unicode.IsControl(r):
		return "contains a control character"
	case unicode.Is(blanks, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r),
		unicode.Is(unicode.Z, r) && r != ' ', !unicode.IsGraphic(r):
		return "contains an invisible character"
	default:
		return ""
	}
}

// blanks are invisible, although Unicode counts them among letters, marks and symbols.
//
//nolint:gochecknoglobals // a constant, which Go cannot say
var blanks = &unicode.RangeTable{R16: []unicode.Range16{
	{0x034F, 0x034F, 1}, {0x115F, 0x1160, 1}, {0x17B4, 0x17B5, 1}, {0x2800, 0x2800, 1},
	{0x3164, 0x3164, 1}, {0xFFA0, 0xFFA0, 1},
}}

// codePoint names the characters that often come along with copied text.
func codePoint(r rune) string {
	names := map[rune]string{
		' ': "space", '\t': "tab", '\n': "line feed", '\r': "carriage return",
		0xA0: "no-break space", 0xAD: "soft hyphen", 0x200B: "zero width space",
		0x200C: "zero width non-joiner",
		0x200D: "zero width joiner", 0x200E: "left-to-right mark", 0x200F: "right-to-left mark",
		0x2028: "line separator", 0x2029: "paragraph separator", 0x202A: "left-to-right embedding",
		0x202B: "right-to-left embedding", 0x202C: "pop directional formatting",
		0x202D: "left-to-right override",
		0x202E: "right-to-left override", 0x202F: "narrow no-break space", 0x2060: "word joiner",
		0x2066: "left-to-right isolate", 0x2067: "right-to-left isolate", 0x2068: "first strong isolate",
		0x2069: "pop directional isolate", 0x3000: "ideographic space", 0xFEFF: "byte order mark",
	}
	if name := names[r]; name != "" {
		return fmt.Sprintf("U+%04X (%s)", r, name)
	}
	return fmt.Sprintf("U+%04X", r)
}
