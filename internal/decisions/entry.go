// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// checkRoot checks the map of the file and returns its entries.
func (c *checker) checkRoot(root *yaml.Node) []field {
	entries := c.rootFields(root)
	for _, entry := range entries {
		if !entry.merged {
			c.checkEntry(entry)
		}
	}
	return entries
}

// rootFields returns the entries of the file, and reports a file that is not a map.
func (c *checker) rootFields(root *yaml.Node) []field {
	const cure = "write a map: a short key, a colon, and the entry below it, indented"
	switch {
	case root.Kind == yaml.SequenceNode:
		c.report(at(root), fmt.Sprintf("the file is a list of %s, and a decisions file is a map",
			counted(len(root.Content), "item", "items")), cure+", in place of the hyphen")
		return nil
	case root.Kind == yaml.ScalarNode && read(root).kind == isNull:
		return nil // only the marker of a document
	case root.Kind != yaml.MappingNode || hasForeignTag(root):
		c.report(at(root), "the file is not a map", cure)
		return nil
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if key := root.Content[i]; key.Tag == "!!merge" {
			c.report(at(key), "<< merges in entries that are not visible here", "write the entries out")
		}
	}
	return c.fields(root, "in the file")
}

// entryKeys returns the keys of an entry that the configuration uses. All others are evidence.
func entryKeys() []string {
	return []string{
		keySubscriptionID, keyEventID, keyStatus, keyReason,
		keyAllowOverwrite, keyAllowUnlisted,
	}
}

const (
	keySubscriptionID = "subscription_id"
	keyEventID        = "event_id"
	keyStatus         = "status"
	keyReason         = "reason"
	keyAllowOverwrite = "allow_overwrite"
	keyAllowUnlisted  = "allow_unlisted"
)

// entry is an entry under check.
type entry struct {
	*checker

	key    string
	at     position
	fields map[string]field
}

func (c *checker) checkEntry(f field) {
	c.Entries++
	c.checkEntryKey(f)
	switch {
	case f.value.Kind == yaml.MappingNode && !hasForeignTag(f.value):
	case f.value.Kind == yaml.ScalarNode && read(f.value).kind == isNull:
		c.report(at(f.key), "the entry "+shown(f.name)+" is empty",
			"write its keys below it, indented, or remove it")
		return
	default:
		c.report(f.place, "the entry "+shown(f.name)+" is not a map",
			"write its keys below it, indented: "+
				keySubscriptionID+", "+keyEventID+", "+keyStatus+", …")
		return
	}
	e := entry{checker: c, key: f.name, at: at(f.key), fields: map[string]field{}}
	for _, inner := range c.fields(f.value, "in the entry "+shown(f.name)) {
		e.fields[inner.name] = inner
		e.checkKnown(inner)
	}
	e.checkIDs()
	decided := e.checkDecision()
	if !decided {
		c.Undecided++
	}
	e.checkEvidence(decided)
	if e.checkConsent(keyAllowOverwrite) {
		c.Overwrites++
	}
	if e.checkConsent(keyAllowUnlisted) {
		c.Unlisted++
	}
}

// checkEntryKey checks the entry's key, which people compare by eye in plans and state.
func (c *checker) checkEntryKey(f field) {
	if strings.TrimSpace(f.name) != f.name {
		c.report(at(f.key), "the key "+shown(f.name)+" begins or ends with white space",
			"remove it")
		return
	}
	if r, found := invisible(f.name); found {
		c.report(at(f.key), fmt.Sprintf("the key %s contains the invisible character U+%04X",
			shown(f.name), r), "remove it")
	}
}

func (e entry) checkKnown(f field) {
	known := append(entryKeys(), e.evidence()...)
	if slices.Contains(known, f.name) {
		return
	}
	problem := "the entry " + shown(e.key) + " has the unknown key " + shown(f.name)
	cure := "remove it, or allow it with --evidence if it is evidence"
	if meant := meantBy(f.name, known); meant != "" {
		cure = "write " + shown(meant) + " if that is meant, or allow it with --evidence"
	}
	if !f.merged {
		e.report(at(f.key), problem, cure)
	}
}

// complain reports a problem of a value. A merged value (<<) is reported at its own position.
func (e entry) complain(f field, problem, cure string) {
	if !f.merged {
		e.report(f.place, problem, cure)
	}
}

// value is the position of a field's value or, for a merged value, of the entry.
func (e entry) value(f field) position {
	if f.merged {
		return e.at
	}
	return f.place
}

// hasForeignTag reports a tag that changes the type of a value.
func hasForeignTag(n *yaml.Node) bool {
	if n.Style&yaml.TaggedStyle == 0 {
		return false
	}
	return n.Tag != "!!str" && n.Tag != "!!map" && n.Tag != "!!seq"
}

// counted returns "1 item" or "2 items".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
