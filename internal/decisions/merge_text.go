// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"bytes"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// candidates returns the ways to insert the drafts, best first. No parser has to find the end of a
// value: a way that changes what Terraform reads is discarded afterwards.
func (t *mergeTarget) candidates(drafts []Draft) [][]byte {
	switch {
	case t.root != nil && t.last == nil && t.root.Style&yaml.FlowStyle != 0:
		return t.inPlaceOfBraces(drafts)
	case t.root != nil && t.root.Style&yaml.FlowStyle != 0:
		return t.insideBraces(drafts)
	}
	end := t.end()
	spaced := t.at(end, "\n"+t.blocks(drafts))
	if len(bytes.TrimPrefix(t.file[:end], []byte("\ufeff"))) == 0 {
		spaced = t.at(end, Modeline+"\n\n"+t.blocks(drafts))
	}
	ways := [][]byte{spaced, t.at(end, t.blocks(drafts))}
	if t.last != nil {
		// The last value is a block, and the end of the file belongs to it.
		ways = append(ways, t.at(t.above(t.last.Line), t.blocks(drafts)+"\n"))
	}
	return ways
}

// blocks returns the entries with an empty line between them, indented like the entries of the
// file.
func (t *mergeTarget) blocks(drafts []Draft) string {
	var blocks []string
	for _, d := range drafts {
		blocks = append(blocks, d.Block())
	}
	text := strings.Join(blocks, "\n")
	if t.last == nil {
		return text
	}
	// A key after a question mark does not begin its line. The map does.
	indented := strings.Repeat(" ", max(0, min(t.last.Column, t.root.Column)-1))
	return regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(text, indented+"$1")
}

// at inserts whole lines, with the line breaks of the file. It ends an unfinished line first.
func (t *mergeTarget) at(offset int, text string) []byte {
	before := bytes.TrimPrefix(t.file[:offset], []byte("\ufeff"))
	if len(before) > 0 && !bytes.HasSuffix(before, []byte("\n")) &&
		!bytes.HasSuffix(before, []byte("\r")) {
		text = "\n" + text
	}
	return t.splice(offset, offset, strings.ReplaceAll(text, "\n", t.lineBreak()))
}

// splice replaces a part of the file with a text.
func (t *mergeTarget) splice(from, to int, text string) []byte {
	return bytes.Join([][]byte{t.file[:from], []byte(text), t.file[to:]}, nil)
}

// lineBreak returns the first line break of the file.
func (t *mergeTarget) lineBreak() string {
	i := bytes.IndexAny(t.file, "\r\n")
	switch {
	case i < 0 || t.file[i] == '\n':
		return "\n"
	case bytes.HasPrefix(t.file[i:], []byte("\r\n")):
		return "\r\n"
	}
	return "\r"
}

// endOfDocument matches the end marker, which no value can contain at the start of a line.
var endOfDocument = regexp.MustCompile(`(?:^|[\r\n])(\.{3})(?:[ \t\r\n]|$)`)

// end returns the end of the document: its marker, or the end of the file.
func (t *mergeTarget) end() int {
	if all := endOfDocument.FindAllSubmatchIndex(t.file, -1); t.root != nil && len(all) > 0 {
		return all[len(all)-1][2]
	} else if t.root == nil && len(all) > 0 {
		return all[0][2]
	}
	return len(t.file)
}

// above returns the offset of a line, or of the comments right above it.
func (t *mergeTarget) above(line int) int {
	starts := []int{0}
	for i, b := range t.file {
		if b == '\n' || b == '\r' && !bytes.HasPrefix(t.file[i+1:], []byte("\n")) {
			starts = append(starts, i+1)
		}
	}
	first := min(line, len(starts)) - 1
	for first > 0 && bytes.HasPrefix(bytes.TrimLeft(t.file[starts[first-1]:], " \t"), []byte("#")) {
		first--
	}
	if first == 0 {
		return len(t.file) - len(bytes.TrimPrefix(t.file, []byte("\ufeff")))
	}
	return starts[first]
}

func (t *mergeTarget) lastLine() int {
	return bytes.Count(bytes.TrimRight(t.file, "\r\n"), []byte("\n")) + 1
}

// inPlaceOfBraces removes {}, the map of a file without entries. Only comments and markers surround
// it.
func (t *mergeTarget) inPlaceOfBraces(drafts []Draft) [][]byte {
	var ways [][]byte
	for _, place := range regexp.MustCompile(`\{[ \t\r\n]*\}`).FindAllIndex(t.file, -1) {
		from, to := place[0], place[1]
		for from > 0 && (t.file[from-1] == ' ' || t.file[from-1] == '\t') {
			from--
		}
		rest := &mergeTarget{file: t.splice(from, to, ""), keys: t.keys, named: t.named}
		if line := bytes.TrimLeft(t.file[to:], " \t"); from > 0 && t.file[from-1] == '\n' {
			if after, ok := bytes.CutPrefix(line, []byte("\n")); ok {
				rest.file = t.splice(from, len(t.file)-len(after), "")
			} else if after, ok := bytes.CutPrefix(line, []byte("\r\n")); ok {
				rest.file = t.splice(from, len(t.file)-len(after), "")
			}
		}
		if from == 0 && len(bytes.TrimSpace(t.file[to:])) == 0 {
			rest.file = nil
		}
		for _, way := range rest.candidates(drafts) {
			ways = append(ways, withBreaksOf(t, way, rest))
		}
	}
	return ways
}

// withBreaksOf keeps the line breaks of a file of which nothing else remains.
func withBreaksOf(t *mergeTarget, way []byte, rest *mergeTarget) []byte {
	if len(rest.file) > 0 || t.lineBreak() == "\n" {
		return way
	}
	return bytes.ReplaceAll(way, []byte("\n"), []byte(t.lineBreak()))
}

// insideBraces adds to a map in braces, before the closing brace.
func (t *mergeTarget) insideBraces(drafts []Draft) [][]byte {
	var entries []string
	for _, d := range drafts {
		entries = append(entries, d.flow())
	}
	text := strings.Join(entries, ","+t.lineBreak())
	var ways [][]byte
	for closing := len(t.file); ; {
		if closing = bytes.LastIndexByte(t.file[:closing], '}'); closing < 0 {
			return ways
		}
		if len(ways) >= mostBraces {
			return ways
		}
		before := len(bytes.TrimRight(t.file[:closing], " \t\r\n"))
		between := string(t.file[before:closing])
		ways = append(ways,
			t.splice(before, before, ","+t.lineBreak()+text),                // the usual case
			t.splice(before, before, t.lineBreak()+text),                    // after an existing comma
			t.splice(closing, closing, ","+t.lineBreak()+text+between),      // after a comment
			t.splice(closing, closing, strings.TrimLeft(text, " ")+between)) // after both
	}
}

// mostBraces limits the search for the closing brace if comments contain others.
const mostBraces = 40
