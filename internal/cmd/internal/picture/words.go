// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package picture

import (
	"strings"
	"unicode"
)

// zeroWidthSpace is a point at which a line may break inside a word. Reviews have it in names and
// ids.
const zeroWidthSpace = '\u200b'

// longest is the maximum length of a word that stays on one line, in characters.
const longest = 20

// words splits runs at possible line breaks. A word keeps the space after it.
func words(runs []run) (all []run) {
	for _, r := range runs {
		start, from := 0, 0 // of the word, and of its part
		for i, c := range r.text {
			switch {
			case c == ' ':
				all, start, from = append(all, part(r, from, i+1)), i+1, i+1
			case c == zeroWidthSpace:
				next := i + len(string(c))
				all, start, from = append(all, part(r, from, i)), next, next
			case unicode.IsUpper(c) && i-from > longest/2 && wordLength(r.text[start:]) > longest:
				all, from = append(all, part(r, from, i)), i
			}
		}
		if from < len(r.text) {
			all = append(all, part(r, from, len(r.text)))
		}
	}
	return all
}

func part(r run, from, to int) run {
	r.text = r.text[from:to]
	return r
}

// wordLength returns the number of bytes up to the next space.
func wordLength(text string) int {
	if end := strings.IndexByte(text, ' '); end >= 0 {
		return end
	}
	return len(text)
}

// wrap breaks runs into lines of at most this width. A wider word gets its own line.
func wrap(runs []run, width float64) (lines [][]run) {
	var line []run
	used := 0.0
	for _, w := range words(runs) {
		trimmed := w
		trimmed.text = strings.TrimRight(w.text, " ")
		if len(line) > 0 && used+measure(trimmed) > width {
			lines, line, used = append(lines, line), nil, 0
		}
		line, used = append(line, w), used+measure(w)
	}
	if len(line) > 0 {
		lines = append(lines, line)
	}
	return lines
}

// measure estimates the width of text in a proportional font. It is generous, because the fonts of
// some systems are wider than Helvetica.
func measure(r run) float64 {
	units := 0.0
	for _, c := range r.text {
		units += advance(c)
	}
	if r.bold {
		units *= 1.1
	}
	return units * 1.13 * commentSize / 1000
}

// advance is the width of a character in Helvetica, in thousandths of the size.
func advance(c rune) float64 {
	for _, group := range [...]struct {
		width      float64
		characters string
	}{
		{222, "ijl'|"}, {278, " ftI.,:;/!"}, {333, "r()-[]`"}, {500, "csvxyzkJ"}, {667, "ABEKPSVXY&"},
		{722, "CDHNRUw"}, {778, "GOQ"}, {833, "mM"}, {1000, "W@→"},
	} {
		if strings.ContainsRune(group.characters, c) {
			return group.width
		}
	}
	if c > 0x2E80 { // ideographs and similar characters
		return 1000
	}
	return 556
}
