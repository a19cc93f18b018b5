// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package shape

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Shape describes all values in one place.
type Shape struct {
	Types    []string          `json:"types"`
	Presence string            `json:"presence,omitempty"` // "sometimes": some objects lack the key
	Spelling string            `json:"spelling,omitempty"` // of a key, if it is not the documented one
	Forms    []string          `json:"forms,omitempty"`    // of texts and numbers
	Words    []string          `json:"words,omitempty"`    // documented texts
	Length   string            `json:"length,omitempty"`   // of the longest text
	Count    string            `json:"count,omitempty"`    // of the elements of the longest array
	Keys     map[string]*Shape `json:"keys,omitempty"`
	Others   *Others           `json:"other_keys,omitempty"`
	Items    *Shape            `json:"items,omitempty"`     // of arrays
	Inside   *Shape            `json:"json_text,omitempty"` // of JSON in texts
}

// Others are the keys that no documentation has.
type Others struct {
	Count string `json:"count"` // of different ones
	Shape *Shape `json:"shape"` // of all their values
}

const (
	maxDepth  = 8    // deeper values have no shape
	maxOthers = 1000 // different keys that are counted
)

// node collects the values in one place.
type node struct {
	*Vocabulary

	name      string // documented, for its words
	types     map[string]bool
	spellings map[string]bool
	forms     map[string]bool
	words     map[string]bool
	seen      int // values
	objects   int
	length    int
	count     int
	arrays    bool
	texts     bool
	members   map[string]*node
	others    *node
	otherKeys map[string]bool
	items     *node
	inside    *node
}

func (v *Vocabulary) node(name string) *node {
	return &node{Vocabulary: v, name: name, types: map[string]bool{}, spellings: map[string]bool{},
		forms: map[string]bool{}, words: map[string]bool{}, members: map[string]*node{},
		otherKeys: map[string]bool{}}
}

// Of describes a value as package encoding/json decodes it with UseNumber.
func Of(value any) *Shape {
	root := NewVocabulary().node("")
	root.add(value, maxDepth)
	return root.shape(0)
}

func (n *node) add(value any, depth int) {
	n.seen++
	switch v := value.(type) {
	case nil:
		n.types["null"] = true
	case bool:
		n.types["bool"] = true
	case json.Number:
		n.types["number"] = true
		n.forms[numberForm(v.String())] = true
	case string:
		n.addText(v, depth)
	case []any:
		n.types["array"], n.arrays = true, true
		n.count = max(n.count, len(v))
		if depth == 0 {
			return
		}
		if n.items == nil && len(v) > 0 {
			n.items = n.node(n.name)
		}
		for _, element := range v {
			n.items.add(element, depth-1)
		}
	case map[string]any:
		n.types["object"] = true
		n.objects++
		if depth > 0 {
			n.addMembers(v, depth-1)
		}
	}
}

func (n *node) addMembers(members map[string]any, depth int) {
	for name, value := range members {
		key, spelling, known := n.Key(name)
		if !known {
			if len(n.otherKeys) < maxOthers {
				n.otherKeys[name] = true
			}
			if n.others == nil {
				n.others = n.node("")
			}
			n.others.add(value, depth)
			continue
		}
		if n.members[key] == nil {
			n.members[key] = n.node(key)
		}
		n.members[key].spellings[spelling] = true
		n.members[key].add(value, depth)
	}
}

func (n *node) addText(text string, depth int) {
	n.types["string"], n.texts = true, true
	n.length = max(n.length, len(text))
	if word, ok := n.word(n.name, text); ok {
		n.words[word] = true
		return
	}
	form := n.Form(text)
	n.forms[form] = true
	if (form == FormObject || form == FormArray) && depth > 0 {
		if value, err := Decode([]byte(text)); err == nil {
			if n.inside == nil {
				n.inside = n.node("")
			}
			n.inside.add(value, depth-1)
		}
	}
}

// shape returns the result. within is the number of objects that could have this key, or 0.
func (n *node) shape(within int) *Shape {
	if n == nil {
		return nil
	}
	s := &Shape{Types: sorted(n.types), Forms: sorted(n.forms), Words: sorted(n.words),
		Items: n.items.shape(0), Inside: n.inside.shape(0)}
	if n.seen < within {
		s.Presence = "sometimes"
	}
	delete(n.spellings, spelledAsDocumented)
	s.Spelling = strings.Join(sorted(n.spellings), " and ")
	if n.texts {
		s.Length = Length(n.length)
	}
	if n.arrays {
		s.Count = Count(n.count)
	}
	for key, child := range n.members {
		if s.Keys == nil {
			s.Keys = map[string]*Shape{}
		}
		s.Keys[key] = child.shape(n.objects)
	}
	if n.others != nil {
		s.Others = &Others{Count: Count(len(n.otherKeys)), Shape: n.others.shape(0)}
	}
	return s
}

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

// Count is a coarse number.
func Count(n int) string {
	switch {
	case n <= 0:
		return "none"
	case n == 1:
		return "one"
	case n < 100:
		return "some"
	default:
		return "many"
	}
}

// Counts returns the coarse numbers.
func Counts() []string { return []string{"none", "one", "some", "many"} }

// Length is a coarse length of a text.
func Length(n int) string {
	switch {
	case n == 0:
		return "empty"
	case n < 100:
		return "short"
	case n < 1000:
		return "medium"
	default:
		return "long"
	}
}

// Lengths returns the coarse lengths.
func Lengths() []string { return []string{"empty", "short", "medium", "long"} }

// Decode reads one JSON value, with numbers as they are written.
func Decode(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if decoder.More() {
		return nil, errTrailing
	}
	return value, nil
}
