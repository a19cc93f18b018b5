// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
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

func (c *checker) checkEntry(f field) {
	c.Entries++
	c.checkEntryKey(f)
	switch {
	case f.value.Kind == yaml.MappingNode && !document.HasForeignTag(f.value):
	case f.value.Kind == yaml.ScalarNode && document.Read(f.value).Kind == document.Null:
		c.report(document.At(f.key), "the entry "+document.Shown(f.name)+" is empty",
			"write its keys below it, indented, or remove it")
		return
	default:
		c.report(f.place, "the entry "+document.Shown(f.name)+" is not a map",
			"write its keys below it, indented: "+
				keySubscriptionID+", "+keyEventID+", "+keyStatus+", …")
		return
	}
	e := entryChecker{checker: c, key: f.name, at: document.At(f.key), fields: map[string]field{}}
	for _, inner := range c.fields(f.value, "in the entry "+document.Shown(f.name)) {
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
		c.report(document.At(f.key), "the key "+document.Shown(f.name)+" begins or ends with white space",
			"remove it")
		return
	}
	if r, found := invisible(f.name); found {
		c.report(document.At(f.key), fmt.Sprintf("the key %s contains the invisible character U+%04X",
			document.Shown(f.name), r), "remove it")
	}
}

func (e entryChecker) checkKnown(f field) {
	known := append(entryKeys(), e.rules.evidence()...)
	if slices.Contains(known, f.name) {
		return
	}
	problem := "the entry " + document.Shown(e.key) + " has the unknown key " + document.Shown(f.name)
	cure := "remove it, or allow it with --evidence if it is evidence"
	if meant := meantBy(f.name, known); meant != "" {
		cure = "write " + document.Shown(meant) + " if that is meant, or allow it with --evidence"
	}
	if !f.merged {
		e.report(document.At(f.key), problem, cure)
	}
}
