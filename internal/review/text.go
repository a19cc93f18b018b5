// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"strings"
)

// Text renders the review for a terminal: one block of lines per event, which fits any width.
func (r *Review) Text() string {
	var b strings.Builder
	b.WriteString(r.Sum.sentence() + "\n")
	for _, note := range r.Notes {
		b.WriteString("Attention: " + note + "\n")
	}
	urgent, harmless := r.splitActions()
	textActions(&b, urgent)
	look, other := r.splitObjects()
	textObjects(&b, look)
	for _, s := range r.sections(clean) {
		r.textSection(&b, s)
	}
	textObjects(&b, other)
	textActions(&b, harmless)
	return b.String()
}

func textActions(b *strings.Builder, actions []Action) {
	for _, a := range actions {
		textList(b, actionTitle(a, clean), actionLines(a, cellLimit, clean))
	}
}

func textObjects(b *strings.Builder, objects []Object) {
	if len(objects) == 0 {
		return
	}
	var lines []string
	for _, o := range objects {
		lines = append(lines, clean(o.Address, cellLimit)+": "+clean(o.Consequence, sentenceLimit))
	}
	textList(b, objectTitle(objects), lines)
}

func textList(b *strings.Builder, title string, lines []string) {
	b.WriteString("\n" + title + "\n")
	for _, line := range lines {
		b.WriteString("  " + line + "\n")
	}
}

func (r *Review) textSection(b *strings.Builder, s section) {
	t := r.table(s, cellLimit, clean)
	fmt.Fprintf(b, "\n%s (%s)\n", s.title, grouped(len(s.items)))
	for _, shared := range t.shared {
		b.WriteString("  " + shared + "\n")
	}
	for _, cells := range t.rows {
		b.WriteString("\n")
		for i, cell := range cells {
			if cell != "" {
				fmt.Fprintf(b, "  %-13s %s\n", t.titles[i]+":", cell)
			}
		}
	}
}
