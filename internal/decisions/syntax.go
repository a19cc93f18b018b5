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

// position is a line and a column, both counted from 1.
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

// explain turns an error of the YAML library into plain English.
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
	if beginsNoValue(failed.Message) {
		return explainCharacter(file, here)
	}
	return &Finding{
		here.line, here.column, "this is not valid YAML (" + shown(failed.Message) + ")",
		"correct it, or put the value in quotes",
	}
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

const (
	tabIndents = "a tab indents this line, and YAML accepts only spaces"
	useSpaces  = "use spaces"
)

// explainCharacter reports a character that cannot begin a value.
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
