// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package shape

import (
	"maps"
	"slices"
)

// Types returns the types of JSON's values.
func Types() []string { return []string{"array", "bool", "null", "number", "object", "string"} }

// Sometimes is the presence of a key that some objects lack.
const Sometimes = "sometimes"

// AllWords returns the documented texts, sorted.
func AllWords() []string {
	words := map[string]bool{}
	for _, some := range Words() {
		for _, word := range some {
			words[word] = true
		}
	}
	return slices.Sorted(maps.Keys(words))
}

// Each visits the texts of a shape that somebody else may have written: by the name of their list,
// with the texts that are allowed there. The shape may be nil.
func (s *Shape) Each(visit func(list string, allowed, values []string)) {
	words, keys := AllWords(), Keys()
	var each func(s *Shape)
	each = func(s *Shape) {
		if s == nil {
			return
		}
		visit("types", Types(), s.Types)
		visit("presence", []string{Sometimes}, given(s.Presence))
		visit("spelling", Spellings(), given(s.Spelling))
		visit("forms", Forms(), s.Forms)
		visit("words", words, s.Words)
		visit("length", Lengths(), given(s.Length))
		visit("count", Counts(), given(s.Count))
		for _, name := range slices.Sorted(maps.Keys(s.Keys)) {
			visit("keys", keys, []string{name})
			each(s.Keys[name])
		}
		if s.Others != nil {
			visit("other_keys", Counts(), []string{s.Others.Count})
			each(s.Others.Shape)
		}
		each(s.Items)
		each(s.Inside)
	}
	each(s)
}

// given returns no value for an empty text.
func given(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
