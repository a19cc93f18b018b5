// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// position is a line and a column, both from 1.
type position struct{ line, column int }

func at(n *yaml.Node) position { return position{n.Line, n.Column} }

// load reads the document of a file. It is nil if the file contains only comments.
func load(file []byte) (*yaml.Node, *Finding) {
	loader, err := yaml.NewLoader(bytes.NewReader(file))
	if err != nil {
		return nil, &Finding{1, 1, "the file cannot be read as YAML", shown(err.Error())}
	}
	var first, second yaml.Node
	if err := loader.Load(&first); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, explain(file, err)
	}
	switch err := loader.Load(&second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		return nil, explain(file, err)
	default:
		return nil, &Finding{
			second.Line, second.Column,
			"a second document begins here, and Terraform reads only one",
			"remove the line --- or ... that begins it",
		}
	}
	if len(first.Content) == 0 {
		return nil, nil
	}
	return first.Content[0], nil
}

// explain rewords an error of the YAML library in plain English.
func explain(file []byte, err error) *Finding {
	var failed *yaml.LoadError
	if !errors.As(err, &failed) {
		return &Finding{1, 1, "this is not valid YAML (" + shown(err.Error()) + ")", "correct it"}
	}
	here, opened := mark(failed.Mark), mark(failed.ContextMark)
	if found := explainBlank(file, here.line); found != nil {
		return found
	}
	if known, ok := knownError(failed.Message, failed.ContextMsg); ok {
		if known.opened && opened.line > 0 {
			here = opened
		}
		return &Finding{here.line, here.column, known.problem, known.cure}
	}
	if strings.Contains(failed.Message, "cannot start any token") {
		return explainCharacter(file, here)
	}
	return &Finding{
		here.line, here.column, "this is not valid YAML (" + shown(failed.Message) + ")",
		"correct it, or put the value in quotes",
	}
}

// knownError returns the plain wording for an error, if there is one.
func knownError(message, context string) (syntaxError, bool) {
	for _, known := range syntaxErrors() {
		if strings.Contains(message, known.message) && strings.Contains(context, known.context) {
			return known, true
		}
	}
	return syntaxError{}, false
}

// explainBlank finds a line whose first character looks like a space, but is a letter in YAML. It
// may be the line before the one that YAML cannot parse, which then continues it.
func explainBlank(file []byte, line int) *Finding {
	for _, number := range []int{line - 1, line} {
		text := lineOf(file, number)
		indented := strings.TrimLeft(text, " ")
		r, _ := utf8.DecodeRuneInString(indented)
		if r > 0x7F && unicode.IsSpace(r) {
			return &Finding{
				number, len(text) - len(indented) + 1,
				fmt.Sprintf("U+%04X indents this line, and YAML accepts only spaces", r), useSpaces,
			}
		}
	}
	return nil
}

func mark(m yaml.Mark) position { return position{m.Line, m.Column} }

// syntaxError is an error of the YAML library and of others of the same origin, including
// Terraform's.
type syntaxError struct {
	message, context string
	problem, cure    string
	opened           bool // the place to look at is where the construct begins
}

const (
	tabIndents = "a tab indents this line, and YAML accepts only spaces"
	useSpaces  = "use spaces"
)

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

// explainCharacter reports a character that no value can begin with.
func explainCharacter(file []byte, here position) *Finding {
	r := runeAt(file, here)
	if r == '\t' {
		return &Finding{here.line, here.column, tabIndents, useSpaces}
	}
	return &Finding{
		here.line, here.column, fmt.Sprintf("no value can begin with %s", shown(string(r))),
		"put the value in quotes",
	}
}

// runeAt returns the character at a position, or 0.
func runeAt(file []byte, p position) rune {
	runes := []rune(lineOf(file, p.line))
	if p.column < 1 || p.column > len(runes) {
		return 0
	}
	return runes[p.column-1]
}

// lineOf returns a line by its number, or an empty one.
func lineOf(file []byte, number int) string {
	lines := strings.Split(strings.TrimPrefix(string(file), "\ufeff"), "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return lines[number-1]
}
