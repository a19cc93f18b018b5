// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestCheckEventID_NamesInvisibleCharacters(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"":            "is empty",
		" \t":         "is empty",
		"e1 ":         "white space: U+0020 (space) at position 3",
		"\te1":        "white space: U+0009 (tab) at position 1",
		"\u00a0e1":    "white space: U+00A0 (no-break space) at position 1",
		"e\u00a01":    "an invisible character: U+00A0 (no-break space) at position 2",
		"\ufeffe1":    "an invisible character: U+FEFF (byte order mark) at position 1",
		"ä\u200b1":    "an invisible character: U+200B (zero width space) at position 2",
		"e1\u202e":    "an invisible character: U+202E (right-to-left override) at position 3",
		"e\u20661":    "U+2066 (left-to-right isolate) at position 2",
		"e\u00ad1":    "U+00AD (soft hyphen) at position 2",
		"e\ufe0f":     "U+FE0F at position 2",
		"e\u3164":     "U+3164 at position 2",
		"e\U000e0041": "U+E0041 at position 2",
		"e\ue000":     "U+E000 at position 2",
		"e\x00":       "a control character: U+0000 at position 2",
		"e\u20281":    "U+2028 (line separator) at position 2",
		"\u200b1\u200b2\u200b": "at position 1, U+200B (zero width space) at position 3, " +
			"U+200B (zero width space) at position 5. Remove",
		"\u200b\u200b\u200b\u200b\u200b": "and 2 more",
	} {
		if err := fraud.CheckEventID(id); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+q: %v does not say %q", id, err, want)
		}
	}
	for _, id := range []string{"e1", "a b", "9d2c_51e0-ä", "x/y//z", "{1}"} {
		if err := fraud.CheckEventID(id); err != nil {
			t.Errorf("%q: %v", id, err)
		}
	}
	if err := fraud.CheckGUID("\u200b" + subA); err == nil ||
		!strings.Contains(err.Error(), "U+200B (zero width space) at position 1") {
		t.Errorf("a GUID: %v", err)
	}
}
