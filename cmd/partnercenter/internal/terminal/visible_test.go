// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package terminal

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"golang.org/x/term"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// hostile contains texts that must not reach a terminal unchanged: an escape sequence in both
// forms, a mark that changes the direction of text, line breaks of every kind, and invalid UTF-8.
const hostile = "a\x1b[31m\u009b2J\u202eb\r\nc\u0085\u2028d\ue001\U000e0041\u200b\x7f\xff: # \"\\'é"

//nolint:gochecknoglobals // a constant that needs two kinds of quotes
var shown = `a\u001b[31m\u009b2J\u202eb\u000d\u000ac\u0085\u2028d\ue001\U000e0041\u200b\u007f` +
	"\uFFFD: # \"\\'é"

func TestVisible_EscapesTerminalControls(t *testing.T) {
	t.Parallel()
	expect.Equal(t, "shown", shown, Visible(hostile))
	expect.Equal(t, "lines", "a\\u001b\nb", VisibleLines("a\x1b\nb"))
}

// The escapes in JSON stand for the text itself.
func TestJSON_KeepsEveryCharacter(t *testing.T) {
	t.Parallel()
	document := expect.Must(JSON([]string{hostile + " <&>"}))(t)
	var got []string
	expect.NoError(t, json.Unmarshal(document, &got))
	expect.Equal(t, "the text", strings.ToValidUTF8(hostile, "\uFFFD")+" <&>", got[0])
	expect.Contains(t, string(document), "<&>", `\udb40\udc41`)
}

// A new pseudoterminal, like a serial console, does not know its width.
func TestColumns_ATerminalWithoutAWidthIsATerminal(t *testing.T) {
	t.Parallel()
	tty, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudoterminal here: ", err)
	}
	defer tty.Close() //nolint:errcheck // nothing was written
	if _, _, err := term.GetSize(int(tty.Fd())); err != nil {
		t.Skip("no size of a pseudoterminal here: ", err)
	}
	if got := Columns(tty); got <= 0 {
		t.Errorf("%d columns", got)
	}
}

func TestColumns_AFileIsNotATerminal(t *testing.T) {
	t.Parallel()
	expect.Equal(t, "columns", 0, Columns(expect.Must(os.Open(os.DevNull))(t)))
}
