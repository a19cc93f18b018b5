// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package picture draws a program's output as SVG: a terminal's text with its colors, and Markdown
// as a comment of a pull request. The pictures need no external font, script, or file.
package picture

import (
	"fmt"
	"strings"
)

// Theme holds the colors of a picture.
type Theme struct {
	background, header, stripe, border, text, muted string
	red, green, yellow, blue                        string
}

// Light is for pages with a light background. Every color of text has a contrast of at least 4.5.
func Light() Theme {
	return Theme{background: "#ffffff", header: "#f6f8fa", stripe: "#f6f8fa", border: "#d1d9e0",
		text: "#1f2328", muted: "#59636e",
		red: "#cf222e", green: "#1a7f37", yellow: "#9a6700", blue: "#0969da"}
}

// Dark is for pages with a dark background.
func Dark() Theme {
	return Theme{background: "#0d1117", header: "#151b23", stripe: "#151b23", border: "#3d444d",
		text: "#f0f6fc", muted: "#9198a1",
		red: "#ff7b72", green: "#3fb950", yellow: "#d29922", blue: "#4493f8"}
}

// run is text in one style.
type run struct {
	text  string
	bold  bool
	color string // empty for the theme's text
}

const (
	monospace    = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
	proportional = "-apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif"
)

type canvas struct {
	theme Theme
	body  strings.Builder
}

func (c *canvas) rectangle(x, y, width, height float64, fill, stroke string) {
	fmt.Fprintf(&c.body, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=%q "+
		"stroke=%q/>\n", x, y, width, height, fill, stroke)
}

// card draws the background of the whole picture.
func (c *canvas) card(width, height float64) {
	fmt.Fprintf(&c.body, "<rect x=\"0.5\" y=\"0.5\" width=\"%.0f\" height=\"%.0f\" rx=\"6\" fill=%q "+
		"stroke=%q/>\n", width-1, height-1, c.theme.background, c.theme.border)
}

// line draws runs one after another, with the baseline at y.
func (c *canvas) line(x, y float64, runs []run) {
	fmt.Fprintf(&c.body, "<text x=\"%.1f\" y=\"%.1f\">", x, y)
	for _, r := range runs {
		color := r.color
		if color == "" {
			color = c.theme.text
		}
		weight := ""
		if r.bold {
			weight = " font-weight=\"600\""
		}
		fmt.Fprintf(&c.body, "<tspan fill=%q%s>%s</tspan>", color, weight, escape(r.text))
	}
	c.body.WriteString("</text>\n")
}

// document wraps the elements. title is the text that a screen reader reads if the page has no
// other.
func (c *canvas) document(title, font string, size, width, height float64) []byte {
	return fmt.Appendf(nil, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" "+
		"height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" xml:space=\"preserve\" "+
		"font-family=%q font-size=\"%.0f\">\n"+
		"<title>%s</title>\n<style>text { white-space: pre }</style>\n%s</svg>\n",
		width, height, width, height, font, size, escape(title), c.body.String())
}

// escape also removes characters that XML cannot contain, such as the escape character of
// terminals.
func escape(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
