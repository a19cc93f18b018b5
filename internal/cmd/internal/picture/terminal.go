// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package picture

import (
	"strings"
	"unicode/utf8"
)

// Terminal draws the text of a terminal, with the colors that its escape sequences select.
func Terminal(title, text string, theme Theme) []byte {
	const (
		size, leading, margin = 13.0, 19.0, 16.0
		// The widest font, so that no line leaves the picture.
		advance = 0.62 * size
	)
	c := canvas{theme: theme}
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	widest := 0
	var drawn [][]run
	style := run{}
	for _, line := range lines {
		runs, length := c.runs(line, &style)
		drawn, widest = append(drawn, runs), max(widest, length)
	}
	width := float64(widest)*advance + 2*margin
	height := float64(len(lines))*leading + 2*margin
	c.card(width, height)
	for i, runs := range drawn {
		c.line(margin, margin+size+float64(i)*leading, runs)
	}
	return c.document(title, monospace, size, width, height)
}

// runs splits a line at its escape sequences, and counts its characters. A style continues on the
// next line.
func (c *canvas) runs(line string, style *run) (runs []run, length int) {
	for line != "" {
		text, rest, escaped := strings.Cut(line, "\x1b[")
		if text != "" {
			r := *style
			r.text = text
			runs, length = append(runs, r), length+utf8.RuneCountInString(text)
		}
		if !escaped {
			return runs, length
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return r >= '@' && r <= '~' })
		if end < 0 {
			return runs, length
		}
		if rest[end] == 'm' {
			c.apply(rest[:end], style)
		}
		line = rest[end+1:]
	}
	return runs, length
}

// apply changes the style as a "select graphic rendition" sequence does. It supports the sequences
// that Terraform and OpenTofu use.
func (c *canvas) apply(codes string, style *run) {
	colors := map[string]string{"31": c.theme.red, "32": c.theme.green, "33": c.theme.yellow,
		"34": c.theme.blue, "36": c.theme.blue, "90": c.theme.muted, "39": ""}
	for code := range strings.SplitSeq(codes, ";") {
		switch color, known := colors[code]; {
		case code == "" || code == "0":
			*style = run{}
		case code == "1":
			style.bold = true
		case code == "2":
			style.color = c.theme.muted
		case code == "22":
			style.bold = false
		case known:
			style.color = color
		}
	}
}
