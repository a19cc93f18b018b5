// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"go.yaml.in/yaml/v4"
)

// Load reads the document of a file. It is nil if the file contains only comments.
func Load(file []byte) (*yaml.Node, *Finding) {
	loader, err := yaml.NewLoader(bytes.NewReader(file))
	if err != nil {
		return nil, &Finding{1, 1, "the file cannot be read as YAML", Shown(err.Error())}
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
		return &Finding{1, 1, "this is not valid YAML (" + Shown(err.Error()) + ")", "correct it"}
	}
	here, opened := mark(failed.Mark), mark(failed.ContextMark)
	if found := explainBlank(file, here.Line); found != nil {
		return found
	}
	if known, ok := knownError(failed.Message, failed.ContextMsg); ok {
		if known.opened && opened.Line > 0 {
			here = opened
		}
		return &Finding{here.Line, here.Column, known.problem, known.cure}
	}
	if beginsNoValue(failed.Message) {
		return explainCharacter(file, here)
	}
	return &Finding{
		here.Line, here.Column, "this is not valid YAML (" + Shown(failed.Message) + ")",
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

// explainCharacter reports a character that cannot begin a value.
func explainCharacter(file []byte, here Position) *Finding {
	r := runeAt(file, here)
	if r == '\t' {
		return &Finding{here.Line, here.Column, tabIndents, useSpaces}
	}
	return &Finding{
		here.Line, here.Column, fmt.Sprintf("no value can begin with %s", Shown(string(r))),
		"put the value in quotes",
	}
}

// runeAt returns the character at a position, or 0.
func runeAt(file []byte, p Position) rune {
	runes := []rune(lineOf(file, p.Line))
	if p.Column < 1 || p.Column > len(runes) {
		return 0
	}
	return runes[p.Column-1]
}

// lineOf returns a line by its number, or an empty one.
func lineOf(file []byte, number int) string {
	lines := strings.Split(strings.TrimPrefix(string(file), "\ufeff"), "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return lines[number-1]
}

// ExplainRefusal turns an error of Terraform's reader into plain English.
func ExplainRefusal(err error) Finding {
	here, cause := Position{1, 1}, err
	var failed ctyyaml.Error
	if errors.As(err, &failed) {
		here, cause = Position{failed.Line, failed.Column}, failed.Cause()
	}
	if known, ok := knownError(cause.Error(), ""); ok {
		return Finding{here.Line, here.Column, known.problem, known.cure}
	}
	return Finding{here.Line, here.Column, "Terraform cannot read the file (" +
		Shown(cause.Error()) + ")", "correct it, or put the value in quotes"}
}
