// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

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
	if found := document.CheckText(file); found != nil {
		return nil, found
	}
	root, found := document.Load(file)
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
		if _, err := document.Decode(file); err != nil {
			c.Findings = append(c.Findings, document.ExplainRefusal(err))
		}
	}
	if len(c.Findings) > 0 {
		return nil, &c.Findings[0]
	}
	if root.Kind == yaml.ScalarNode && root.Value != "" {
		return nil, &Finding{Line: root.Line, Column: root.Column,
			Problem: "the file contains " + document.Shown(root.Value) + " instead of entries",
			Cure:    "remove it"}
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
	if entry.value.Kind == yaml.ScalarNode && document.Read(entry.value).Kind == document.Null {
		return
	}
	if entry.value.Kind != yaml.MappingNode {
		c.report(entry.place, "the entry "+document.Shown(entry.name)+" is not a map",
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
			c.report(f.place, document.Shown(f.name)+" of "+document.Shown(entry.name)+" is a map or a list",
				"write a string")
			continue
		}
		ids[f.name] = append(ids[f.name], strings.TrimSpace(f.value.Value),
			strings.TrimSpace(document.Read(f.value).Text))
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
