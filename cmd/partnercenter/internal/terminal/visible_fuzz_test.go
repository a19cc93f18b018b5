// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package terminal_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
)

// FuzzVisible prints any text to a terminal, and as JSON. Nothing moves the cursor, nothing is
// wider than asked, and programs read the text unchanged.
func FuzzVisible(f *testing.F) {
	for _, seed := range []string{"", "Contoso", "\x1b]0;x\a", "a\u202eb", "日本商事", "e\u0301",
		"😀\u200d😀",
		"\xff\xfe", "\U000e0001", "line\nbreak"} {
		f.Add(seed, 5)
	}
	f.Fuzz(func(t *testing.T, text string, columns int) {
		hidden := func(r rune) bool { return !unicode.IsGraphic(r) }
		shown := terminal.Visible(text)
		if strings.ContainsFunc(shown, hidden) {
			t.Errorf("%q", shown)
		}
		if columns > 0 && columns < 1000 {
			if short := terminal.Shortened(shown, columns); terminal.Width(short) > columns {
				t.Errorf("%q has %d columns, want %d", short, terminal.Width(short), columns)
			}
		}
		document, err := terminal.JSON(text)
		if err != nil {
			t.Fatal(err)
		}
		var read string
		if err := json.Unmarshal(document, &read); err != nil ||
			read != strings.ToValidUTF8(text, "\ufffd") &&
				strings.ToValidUTF8(text, "") == text {
			t.Errorf("%q became %s", text, document)
		}
		if strings.ContainsFunc(string(document), func(r rune) bool { return r != '\n' && hidden(r) }) {
			t.Errorf("%s", document)
		}
	})
}
