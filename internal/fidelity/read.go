// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Read reads a file with a report, of whatever origin.
func Read(file []byte) (*Report, error) {
	var begin head
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if err := json.Unmarshal(file, &begin); err != nil || begin.Version == nil {
		return nil, notReport("it is not JSON with a version")
	}
	if *begin.Version != Version {
		return nil, fmt.Errorf("has version %d, and this build reads version %d only: use the build "+
			"that wrote it, or write the report again with this build", *begin.Version, Version)
	}
	if key, ok := repeated(json.NewDecoder(bytes.NewReader(file))); ok {
		return nil, notReport("it repeats the key " + quoted(key))
	}
	decoder := json.NewDecoder(bytes.NewReader(file))
	decoder.DisallowUnknownFields()
	var r Report
	err := decoder.Decode(&r)
	if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
		kind, _, _ := strings.Cut(wrong.Value, " ") // "number" may precede the number itself
		return nil, notReport("a value in " + quoted(wrong.Field) + " has the type " + kind)
	}
	if err != nil {
		return nil, notReport("it has another form: " + short(err.Error()))
	}
	if r.Observations == nil {
		return nil, notReport("it has no observations")
	}
	if err := new(checker).report(&r, begin); err != nil {
		return nil, err
	}
	return &r, nil
}

// IsReport reports whether a file is a report of any version.
func IsReport(file []byte) bool {
	var head struct {
		Version      *int
		Observations map[string]any
	}
	return json.Unmarshal(file, &head) == nil && head.Version != nil && head.Observations != nil
}

func notReport(reason string) error {
	return errors.New("must be a report of `partnercenter doctor --report`, but " + reason)
}

// repeated finds a key that an object has twice, in any case: package encoding/json would use the
// last one, and a reader the first one.
func repeated(decoder *json.Decoder) (string, bool) {
	open, err := decoder.Token()
	if err != nil || open != json.Delim('{') && open != json.Delim('[') {
		return "", false
	}
	seen := map[string]bool{}
	for decoder.More() {
		if open == json.Delim('{') {
			token, _ := decoder.Token()
			key, _ := token.(string)
			folded := strings.Map(fold, key)
			if seen[folded] {
				return key, true
			}
			seen[folded] = true
		}
		if key, ok := repeated(decoder); ok {
			return key, true
		}
	}
	_, _ = decoder.Token() // the end of the object or array
	return "", false
}

// fold returns one letter for all that package encoding/json takes for equal, such as s, S, and ſ.
func fold(r rune) rune {
	for {
		next := unicode.SimpleFold(r)
		if next <= r {
			return next
		}
		r = next
	}
}

// short shortens a text that a file has, for a message.
func short(text string) string {
	const longest = 120
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

// quoted makes a text of a file harmless, for a message.
func quoted(text string) string { return fmt.Sprintf("%q", short(text)) }
