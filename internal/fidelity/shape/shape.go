// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package shape

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
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
	// Documented replies have fewer than a hundred places. A hostile one could have millions.
	maxPlaces = 200
)

// node collects the values in one place.
type node struct {
	*Vocabulary

	places *places // of the whole value

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

// places counts the nodes of a value, and those that it has no more room for.
type places struct{ taken, cut int }

// omitted stands for a place that has no room. It collects nothing and has no shape.
var omitted = &node{} //nolint:gochecknoglobals // it never changes

func (p *places) node(v *Vocabulary, name string) *node {
	if p.taken == maxPlaces {
		p.cut++
		return omitted
	}
	p.taken++
	return &node{Vocabulary: v, places: p, name: name, types: map[string]bool{},
		spellings: map[string]bool{}, forms: map[string]bool{}, words: map[string]bool{},
		members: map[string]*node{}, otherKeys: map[string]bool{}}
}

// below returns a new node of the same value.
func (n *node) below(name string) *node { return n.places.node(n.Vocabulary, name) }

// Of describes a value as package encoding/json decodes it with UseNumber. It also returns how many
// places it left out because there are too many.
func Of(value any) (described *Shape, cut int) {
	var all places
	root := all.node(NewVocabulary(), "")
	root.add(value, maxDepth)
	return root.shape(0), all.cut
}

func (n *node) add(value any, depth int) {
	if n == omitted {
		return
	}
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
			n.items = n.below(n.name)
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
	for _, name := range slices.Sorted(maps.Keys(members)) { // so that the same places are cut
		value := members[name]
		key, spelling, known := n.Key(name)
		if !known {
			if len(n.otherKeys) < maxOthers {
				n.otherKeys[name] = true
			}
			if n.others == nil {
				n.others = n.below("")
			}
			n.others.add(value, depth)
			continue
		}
		if n.members[key] == nil {
			n.members[key] = n.below(key)
		}
		if member := n.members[key]; member != omitted {
			member.spellings[spelling] = true
			member.add(value, depth)
		}
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
				n.inside = n.below("")
			}
			n.inside.add(value, depth-1)
		}
	}
}

// shape returns the result. within is the number of objects that could have this key, or 0.
func (n *node) shape(within int) *Shape {
	if n == nil || n == omitted {
		return nil
	}
	s := &Shape{Types: sorted(n.types), Forms: sorted(n.forms), Words: sorted(n.words),
		Items: n.items.shape(0), Inside: n.inside.shape(0)}
	if n.seen < within {
		s.Presence = Sometimes
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
		if child == omitted {
			continue
		}
		if s.Keys == nil {
			s.Keys = map[string]*Shape{}
		}
		s.Keys[key] = child.shape(n.objects)
	}
	if n.others != nil && n.others != omitted {
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

// maxValues limits the values of a text. An empty object takes a hundred times the memory of its
// two characters.
const maxValues = 1 << 20

// TooMany reports whether a JSON text may have too many values to decode.
func TooMany(text []byte) bool {
	n := 0
	for _, start := range []string{"{", "[", ","} {
		n += bytes.Count(text, []byte(start))
	}
	return n > maxValues
}

// Decode reads one JSON value, with numbers as they are written.
func Decode(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errTrailing // also a bracket too many, which is not More
	}
	return value, nil
}
