// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
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
		return Merged{}, &Finding{Line: target.lastLine(), Column: 1,
			Problem: "no entry can be added after this line without changing the entries before it",
			Cure:    "end the file with a line break, and write the last value in quotes"}
	}
	return Merged{merged, len(fresh)}, nil
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
	if _, found := document.Load(merged); found != nil {
		return false
	}
	after, err := document.Decode(merged)
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
	before, err := document.Decode(t.file)
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
