// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

// field is a key of a map and its value. A merged field comes from another map, through <<.
type field struct {
	name       string
	key, value *yaml.Node        // resolved, if it is an alias
	place      document.Position // of the written value
	merged     bool
}

// fields returns the fields of a map in order, and reports equal keys, of which Terraform keeps
// only the last. owner completes a sentence: "in the file", "in the entry …".
func (c *checker) fields(m *yaml.Node, owner string) []field {
	var found []field
	index := map[string]int{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		key, value := m.Content[i], document.Target(m.Content[i+1])
		if key.Tag == "!!merge" {
			found = c.merge(found, index, key, value)
			continue
		}
		name, ok := c.keyName(key)
		if !ok {
			continue
		}
		f := field{name: name, key: key, value: value, place: document.At(m.Content[i+1])}
		if former := replaced(found, index, f); former != nil && !former.merged {
			c.report(document.At(key),
				fmt.Sprintf("the key %s appears twice %s, first on line %d, and Terraform keeps only the "+
					"last one",
					document.Shown(name), owner, former.key.Line), "remove one, or give it its own key")
		}
		found = append(found, f)
	}
	return found
}

// rootFields returns the entries of the file, and reports a file that is not a map.
func (c *checker) rootFields(root *yaml.Node) []field {
	const cure = "write a map: a short key, a colon, and the entry below it, indented"
	switch {
	case root.Kind == yaml.SequenceNode:
		c.report(document.At(root), fmt.Sprintf("the file is a list of %s, and a decisions file is a map",
			counted(len(root.Content), "item", "items")), cure+", instead of the hyphen")
		return nil
	case root.Kind == yaml.ScalarNode && document.Read(root).Kind == document.Null:
		return nil // only the marker of a document
	case root.Kind != yaml.MappingNode || document.HasForeignTag(root):
		c.report(document.At(root), "the file is not a map", cure)
		return nil
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if key := root.Content[i]; key.Tag == "!!merge" {
			c.report(document.At(key), "<< merges in entries that are not visible here",
				"write the entries out")
		}
	}
	return c.fields(root, "in the file")
}

// replaced returns the earlier field that f replaces, if any.
func replaced(found []field, index map[string]int, f field) *field {
	former, taken := index[f.name]
	index[f.name] = len(found)
	if !taken {
		return nil
	}
	return &found[former]
}

// keyName returns the key as Terraform reads it.
func (c *checker) keyName(key *yaml.Node) (string, bool) {
	if key.Kind != yaml.ScalarNode {
		c.report(document.At(key), "a key must be a string, got a map or a list",
			"write a short key before the colon")
		return "", false
	}
	r := document.Read(key)
	switch {
	case document.HasForeignTag(key):
		c.report(document.At(key), "the tag "+document.Shown(key.Tag)+
			" changes how Terraform reads the key",
			"remove the tag")
		return "", false
	case r.Kind == document.Null, key.Value == "":
		c.report(document.At(key), "this key is empty", "write a short key before the colon")
		return "", false
	case r.IsBent():
		problem, cure := r.Bent(key.Value)
		c.report(document.At(key), "this key: "+problem, cure)
		return r.Text, true
	}
	return key.Value, true
}

// merge adds the fields of <<. Unlike most readers, Terraform's lets it override fields that
// precede it.
func (c *checker) merge(found []field, index map[string]int, key, value *yaml.Node) []field {
	brought, problem := c.merged(value, 0)
	if problem != "" {
		c.report(document.At(key), problem, "write the keys out")
		return found
	}
	for _, f := range brought {
		f.merged = true
		if former := replaced(found, index, f); former != nil && !former.merged {
			c.report(document.At(former.key),
				fmt.Sprintf("Terraform lets << on line %d overwrite the key %s before it",
					key.Line, document.Shown(f.name)), "put the line with << first")
		}
		found = append(found, f)
	}
	return found
}

// Limits of merges, so that no file keeps the program busy indefinitely.
const (
	deepestMerge = 8
	mostMerged   = 1_000_000 // fields of a file
)

// merged returns the fields of a merged map. Their problems are reported at their own positions.
func (c *checker) merged(m *yaml.Node, depth int) (found []field, problem string) {
	if m.Kind != yaml.MappingNode {
		return nil, "Terraform merges (<<) only one map"
	}
	if c.fieldsMerged += len(m.Content) / 2; depth > deepestMerge || c.fieldsMerged > mostMerged {
		return nil, "merges (<<) are nested too deeply here, or there are too many"
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		key, value := m.Content[i], document.Target(m.Content[i+1])
		if key.Tag != "!!merge" {
			found = append(found, field{
				name: key.Value, key: key, value: value,
				place: document.At(m.Content[i+1]),
			})
			continue
		}
		brought, problem := c.merged(value, depth+1)
		if problem != "" {
			return nil, problem
		}
		found = append(found, brought...)
	}
	return found, ""
}
