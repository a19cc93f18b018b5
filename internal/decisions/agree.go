// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

// compareWithTerraform reads a file without findings as Terraform does, because two YAML readers
// may disagree.
func (c *checker) compareWithTerraform(file []byte, entries []field) {
	if c.Entries == 0 {
		return
	}
	whole, err := document.Decode(file)
	if err != nil {
		c.Findings = append(c.Findings, document.ExplainRefusal(err))
		return
	}
	read := whole.AsValueMap()
	if len(read) != len(entries) {
		c.report(document.Position{Line: 1, Column: 1},
			fmt.Sprintf("Terraform reads %s, and the file appears to have %d",
				counted(len(read), "entry", "entries"), len(entries)), "put the keys in quotes")
	}
	for _, entry := range entries {
		c.compareEntry(entry, read[entry.name])
	}
}

func (c *checker) compareEntry(entry field, read cty.Value) {
	if read == cty.NilVal || !read.Type().IsObjectType() {
		c.report(document.At(entry.key), "Terraform does not find the entry "+document.Shown(entry.name),
			"put the key in quotes")
		return
	}
	attributes := read.AsValueMap()
	for i := 0; i+1 < len(entry.value.Content); i += 2 {
		key, value := entry.value.Content[i], document.Target(entry.value.Content[i+1])
		if key.Tag == "!!merge" || value.Kind != yaml.ScalarNode {
			continue
		}
		got, found := attributes[key.Value]
		if !found || got.Type() == cty.String && !got.IsNull() && got.AsString() != value.Value {
			c.report(document.At(value),
				fmt.Sprintf("Terraform reads a different value for %s of %s",
					document.Shown(key.Value), document.Shown(entry.name)), "put the value in quotes")
		}
	}
}
