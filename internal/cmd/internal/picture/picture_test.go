// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

const reviewText = `**1 decision (1 Fraud) for 1 customer.**

### Adatum &amp; &lt;Sons&gt; (1)

| Why | Alert | By |
|---|---|---|
| **Overwrites** | Pool (NetworkConnectionsToCryptoMiningPools) | k@&#8203;contoso.example &#124; |
`

// texts reads a picture as a browser does, and returns its lines.
func texts(t *testing.T, svg []byte) []string {
	t.Helper()
	var lines []string
	decoder, depth := xml.NewDecoder(bytes.NewReader(svg)), 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		expect.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "text" {
				lines, depth = append(lines, ""), depth+1
			}
		case xml.EndElement:
			if token.Name.Local == "text" {
				depth--
			}
		case xml.CharData:
			if depth > 0 {
				lines[len(lines)-1] += string(token)
			}
		}
	}
}

func TestComment_ShowsEveryWordOfTheMarkdown(t *testing.T) {
	t.Parallel()
	shown := strings.Join(texts(t, Comment("title", "bot", reviewText, Dark())), "|")
	for _, part := range []string{"bot commented", "1 decision (1 Fraud) for 1 customer.",
		"Adatum & <Sons> (1)", "Overwrites", "k@contoso.example |"} {
		expect.Contains(t, shown, part)
	}
	expect.Contains(t, strings.ReplaceAll(shown, "|", ""), "(NetworkConnectionsToCryptoMiningPools)")
	if strings.Contains(shown, "**") || strings.Contains(shown, "\u200b") {
		t.Errorf("the picture shows Markdown: %s", shown)
	}
}

// Columns fit into the width if their words do, and no word is wider than its column.
func TestColumns_FitTheWidth(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("some words ", 40)
	rows := [][][]run{{{{text: "A"}}, {{text: "B"}}, {{text: "C"}}},
		{{{text: long}}, {{text: "Unbreakable"}}, {{text: long + long}}}}
	widths := columns(rows, 500)
	if total := sum(widths); total < 499 || total > 501 {
		t.Errorf("the columns take %.1f instead of 500", total)
	}
	if widths[1] < measure(run{text: "Unbreakable"}) || widths[2] < widths[0] {
		t.Errorf("got the widths %v", widths)
	}
	for _, line := range wrap(rows[1][0], widths[0]-2*inner) {
		used := 0.0
		for _, word := range line {
			used += measure(word)
		}
		if used > widths[0] {
			t.Errorf("%v is %.1f wide, and the column %.1f", line, used, widths[0])
		}
	}
}

func TestTerminal_KeepsTextAndColors(t *testing.T) {
	t.Parallel()
	theme := Light()
	svg := Terminal("t", "\n\x1b[1m  # a\x1b[0m is \x1b[32m+\x1b[0m <b>\x1b[2K\n  "+
		"\x1b[1;33m~\x1b[0m c\n",
		theme)
	expect.Equal(t, "lines", "  # a is + <b>|  ~ c", strings.Join(texts(t, svg), "|"))
	for _, part := range []string{
		`<tspan fill="` + theme.text + `" font-weight="600">  # a</tspan>`,
		`<tspan fill="` + theme.green + `">+</tspan>`,
		`<tspan fill="` + theme.yellow + `" font-weight="600">~</tspan>`,
	} {
		expect.Contains(t, string(svg), part)
	}
}

// Both pictures of a pair show the same text.
func TestThemes_DifferInColorsOnly(t *testing.T) {
	t.Parallel()
	light, dark := Comment("t", "a", reviewText, Light()), Comment("t", "a", reviewText, Dark())
	expect.Equal(t, "texts", strings.Join(texts(t, light), "|"), strings.Join(texts(t, dark), "|"))
	if bytes.Equal(light, dark) {
		t.Error("the two pictures are the same")
	}
}
