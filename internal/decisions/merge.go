// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Merged is a decisions file with the drafts that were missing.
type Merged struct {
	File  []byte
	Added int
}

// Merge adds the drafts about events that no entry of the file names. It inserts text and never
// reformats the file, so that every other byte stays unchanged. The finding says why a file is left
// alone: Terraform cannot read it, or it does not show which events it names.
func Merge(file []byte, drafts []Draft) (Merged, *Finding) {
	target, found := newMergeTarget(file)
	if found != nil {
		return Merged{}, found
	}
	fresh := target.fresh(drafts)
	if len(fresh) == 0 {
		return Merged{File: file}, nil
	}
	merged, ok := target.insert(fresh)
	if !ok {
		return Merged{}, &Finding{target.lastLine(), 1, "no entry can be added behind this line " +
			"without a change to the entries before it", "end the file with a line break, and write " +
			"the last value in quotes"}
	}
	return Merged{merged, len(fresh)}, nil
}

// mergeTarget is the file to add to.
type mergeTarget struct {
	file  []byte
	root  *yaml.Node // nil without a map
	last  *yaml.Node // the last key
	keys  map[string]bool
	named map[string]bool // events, in lower case
}

func newMergeTarget(file []byte) (*mergeTarget, *Finding) {
	t := &mergeTarget{file: file, keys: map[string]bool{}, named: map[string]bool{}}
	if t.isBlank() && len(file) <= MaxSize {
		return t, nil
	}
	if found := checkText(file); found != nil {
		return nil, found
	}
	root, found := load(file)
	if found != nil {
		return nil, found
	}
	if root == nil {
		return t, nil
	}
	c := &checker{events: map[string]place{}}
	entries := c.rootFields(root)
	for _, entry := range entries {
		t.keys[entry.name] = true
		c.nameEvents(entry, t.named)
	}
	if len(c.Findings) == 0 && len(entries) > 0 {
		if _, err := decode(file); err != nil {
			c.reportRefused(err)
		}
	}
	if len(c.Findings) > 0 {
		return nil, &c.Findings[0]
	}
	if root.Kind == yaml.MappingNode {
		t.root = root
		if n := len(root.Content); n > 0 {
			t.last = root.Content[n-2]
		}
	}
	return t, nil
}

// isBlank reports whether the file has no text. Check takes such a file for a failed write; here it
// is the file of a new team.
func (t *mergeTarget) isBlank() bool {
	return len(bytes.TrimSpace(bytes.TrimPrefix(t.file, []byte("\ufeff")))) == 0
}

// nameEvents adds the events that an entry names. Both of two equal keys count, and so does an
// unquoted number as written.
func (c *checker) nameEvents(entry field, named map[string]bool) {
	if entry.value.Kind == yaml.ScalarNode && read(entry.value).kind == isNull {
		return
	}
	if entry.value.Kind != yaml.MappingNode {
		c.report(entry.place, "the entry "+shown(entry.name)+" is not a map",
			"write its keys below it, indented")
		return
	}
	ids := map[string][]string{}
	inner := checker{events: map[string]place{}} // Check reports its findings
	for _, f := range inner.fields(entry.value, "") {
		if f.name != keySubscriptionID && f.name != keyEventID {
			continue
		}
		if f.value.Kind != yaml.ScalarNode {
			c.report(f.place, shown(f.name)+" of "+shown(entry.name)+" is a map or a list",
				"write a string")
			continue
		}
		ids[f.name] = append(ids[f.name], strings.TrimSpace(f.value.Value),
			strings.TrimSpace(read(f.value).text))
	}
	for _, subscription := range ids[keySubscriptionID] {
		for _, event := range ids[keyEventID] {
			named[eventName(subscription, event)] = true
		}
	}
}

func eventName(subscription, event string) string {
	return strings.ToLower(strings.TrimSpace(subscription) + "/" + strings.TrimSpace(event))
}

// fresh returns the missing drafts, each under a free key.
func (t *mergeTarget) fresh(drafts []Draft) []Draft {
	var fresh []Draft
	for _, d := range drafts {
		if name := eventName(d.SubscriptionID, d.EventID); !t.named[name] {
			t.named[name] = true
			d.Key = FreeKey(d.Key, t.keys)
			fresh = append(fresh, d)
		}
	}
	return fresh
}

// FreeKey adds a number to a key that is already taken, and reserves the result.
func FreeKey(key string, taken map[string]bool) string {
	free := key
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s-%d", key, n)
	}
	taken[free] = true
	return free
}

// insert returns the first result in which Terraform reads every old entry unchanged, and every new
// one as drafted.
func (t *mergeTarget) insert(drafts []Draft) ([]byte, bool) {
	for _, candidate := range t.candidates(drafts) {
		if t.holds(candidate, drafts) {
			return candidate, true
		}
	}
	return nil, false
}

// holds compares the values that Terraform reads before and after.
func (t *mergeTarget) holds(merged []byte, drafts []Draft) bool {
	if _, found := load(merged); found != nil {
		return false
	}
	after, err := decode(merged)
	if err != nil || !after.Type().IsObjectType() {
		return false
	}
	entries := after.AsValueMap()
	for _, d := range drafts {
		entry, ok := entries[d.Key]
		if !ok || !entry.Type().IsObjectType() {
			return false
		}
		for _, v := range d.values() {
			if !entry.Type().HasAttribute(v.Name) || entry.GetAttr(v.Name).IsNull() ||
				entry.GetAttr(v.Name).AsString() != strings.ToValidUTF8(v.Text, "\uFFFD") {
				return false
			}
		}
		delete(entries, d.Key)
	}
	if t.last == nil {
		return len(entries) == 0
	}
	before, err := decode(t.file)
	if err != nil {
		return false
	}
	for key, value := range before.AsValueMap() {
		if got, ok := entries[key]; !ok || !got.RawEquals(value) {
			return false
		}
		delete(entries, key)
	}
	return len(entries) == 0
}
