// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"strings"
)

// The YAML library distinguishes its errors by their words alone: an error has a stage and
// positions, but no code or type for an author's mistake. Terraform's reader has the same origin.
// So this file, and no other, looks at their words, and only to choose better ones: if the library
// changes its words, the error is shown unchanged. TestSyntaxErrors_AreStillWordedSo fails when a
// new version of the library changes its words.

const (
	tabIndents = "a tab indents this line, and YAML accepts only spaces"
	useSpaces  = "use spaces"
)

// knownError returns the plain wording for a known error.
func knownError(message, context string) (syntaxError, bool) {
	for _, known := range syntaxErrors() {
		if strings.Contains(message, known.message) && strings.Contains(context, known.context) {
			return known, true
		}
	}
	return syntaxError{}, false
}

// beginsNoValue recognizes the error about a character that cannot begin a value.
func beginsNoValue(message string) bool {
	return strings.Contains(message, "cannot start any token")
}

// syntaxError is an error of the YAML library or of a library with the same origin, including
// Terraform's.
type syntaxError struct {
	message, context string
	problem, cure    string
	opened           bool // the mistake is where the construct begins
}

func syntaxErrors() []syntaxError {
	return []syntaxError{
		{
			message: "end of stream", context: "quoted scalar", opened: true,
			problem: "the quotation mark that opens here is never closed",
			cure:    "close it at the end of the value",
		},
		{
			message: "document indicator", context: "quoted scalar", opened: true,
			problem: "the quotation mark that opens here is never closed",
			cure:    "close it at the end of the value",
		},
		{message: "tab character", problem: tabIndents, cure: useSpaces},
		{
			message: "mapping values are not allowed",
			problem: "YAML does not expect a colon here",
			cure:    "put a value that contains a colon in quotes, or indent the line like its neighbors",
		},
		{
			message: "expected ',' or '", opened: true,
			problem: "the bracket that opens here is never closed",
			cure:    "close it, or put a value that begins with a bracket in quotes",
		},
		{
			message: "did not find expected key",
			problem: "this line is indented neither like the line above nor like the keys before it",
			cure: "indent it like its neighbors, with spaces; if text follows a closing quotation mark, " +
				"put the whole value in quotes",
		},
		{
			message: "could not find expected ':'", opened: true,
			problem: "this line has no colon after its key",
			cure:    "write key: value, and put text of several lines in quotes",
		},
		{
			message: "unknown escape character",
			problem: "in double quotes, a backslash begins an escape sequence, and YAML does not know " +
				"this one",
			cure: "write \\\\ for a backslash, or use single quotes",
		},
		{
			message: "unknown anchor",
			problem: "this alias (*) names an anchor (&) that is not defined above it",
			cure:    "put text that begins with * in quotes, or define the anchor",
		},
		{
			message: "block sequence entries are not allowed",
			problem: "YAML does not expect a list item (-) here",
			cure:    "put text that begins with a hyphen and a space in quotes",
		},
		{
			message: "expected '-' indicator",
			problem: "this line is indented like a list item, but does not begin with a hyphen",
			cure:    "write a map of entries, not a list: a short key, a colon, and the entry below it",
		},
		{
			message: "<document start>",
			problem: "the map of the file ends above this line, at {} or at a key whose colon follows #",
			cure:    "remove {}, put a key that contains # in quotes, or indent the line like its neighbors",
		},
		{
			message: "expected node content",
			problem: "a value is missing, or begins with a character that has a meaning in YAML",
			cure:    "put the value in quotes",
		},
		{
			message: "mapping keys are not allowed",
			problem: "a question mark and a space begin a key, and YAML does not expect one here",
			cure:    "put the value in quotes",
		},
		{
			message: "incompatible YAML document",
			problem: "Terraform reads YAML 1.1 and refuses this directive",
			cure:    "remove the line that begins with %YAML",
		},
		{
			message: "while parsing", context: "tag",
			problem: "an exclamation mark begins a tag", cure: "put the value in quotes",
		},
		{
			message: "undefined tag handle",
			problem: "an exclamation mark begins a tag, and this one is unknown",
			cure:    "put the value in quotes",
		},
		{
			context: "scanning a tag",
			problem: "an exclamation mark begins a tag", cure: "put the value in quotes",
		},
		{
			context: "scanning an anchor",
			problem: "& and * begin an anchor and an alias, and no name follows",
			cure:    "put the value in quotes",
		},
		{
			context: "scanning an alias",
			problem: "& and * begin an anchor and an alias, and no name follows",
			cure:    "put the value in quotes",
		},
		{
			context: "scanning a block scalar",
			problem: "| and > begin a block of text, and what follows is not one",
			cure:    "put a value that begins with | or > in quotes",
		},
	}
}
