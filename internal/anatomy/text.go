// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package anatomy

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Text is the text of an error, in sentences or one clause. It names settings by their keys, and
// becomes a string at an edge.
type Text []sentence

type sentence struct {
	format string
	args   []any
}

// Names returns an edge's name for a setting or another thing: "`max_retries`". It returns "" if
// the edge lacks that thing; sentences that name it are then omitted.
type Names func(Key) string

// Say makes a text of one sentence or clause. Arguments may be keys and other texts.
func Say(format string, args ...any) Text { return Text{{format, args}} }

// Join makes one text out of several.
func Join(texts ...Text) Text { return slices.Concat(texts...) }

// String names settings by their keys. No edge shows it.
func (t Text) String() string { return t.In(func(k Key) string { return "`" + string(k) + "`" }) }

// In returns the text as an edge shows it.
func (t Text) In(names Names) string {
	var sentences []string
	for _, s := range t {
		if said, ok := s.in(names); ok {
			sentences = append(sentences, said)
		}
	}
	return strings.Join(sentences, " ")
}

// Sentence turns a clause into a full sentence.
func (t Text) Sentence(names Names) string {
	clause := t.In(names)
	_, first := utf8.DecodeRuneInString(clause)
	return strings.ToUpper(clause[:first]) + clause[first:] + stop(clause)
}

// stop returns the full stop that a clause lacks. Windows' own messages have one.
func stop(clause string) string {
	if strings.HasSuffix(clause, ".") {
		return ""
	}
	return "."
}

// in returns false for a sentence that names something that the edge lacks.
func (s sentence) in(names Names) (string, bool) {
	args := slices.Clone(s.args)
	for i, arg := range args {
		var name string
		switch arg := arg.(type) {
		case Key:
			name = names(arg)
		case subject:
			name = arg.in(names)
		case Text:
			name = arg.In(names)
		default:
			continue
		}
		if args[i] = name; name == "" {
			return "", false
		}
	}
	return fmt.Sprintf(s.format, args...), true
}
