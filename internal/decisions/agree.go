// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"errors"
	"fmt"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v4"
)

// compareWithTerraform reads a file without findings as Terraform does, because two YAML readers
// may disagree.
func (c *checker) compareWithTerraform(file []byte, entries []field) {
	if c.Entries == 0 {
		return
	}
	whole, err := decode(file)
	if err != nil {
		c.reportRefused(err)
		return
	}
	read := whole.AsValueMap()
	if len(read) != len(entries) {
		c.report(position{1, 1}, fmt.Sprintf("Terraform reads %s, and the file appears to have %d",
			counted(len(read), "entry", "entries"), len(entries)), "put the keys in quotes")
	}
	for _, entry := range entries {
		c.compareEntry(entry, read[entry.name])
	}
}

// reportRefused reports a file that only Terraform's reader refuses.
func (c *checker) reportRefused(err error) {
	here, cause := position{1, 1}, err
	var failed ctyyaml.Error
	if errors.As(err, &failed) {
		here, cause = position{failed.Line, failed.Column}, failed.Cause()
	}
	if known, ok := knownError(cause.Error(), ""); ok {
		c.report(here, known.problem, known.cure)
		return
	}
	c.report(here, "Terraform cannot read the file ("+shown(cause.Error())+")",
		"correct it, or put the value in quotes")
}

func (c *checker) compareEntry(entry field, read cty.Value) {
	if read == cty.NilVal || !read.Type().IsObjectType() {
		c.report(at(entry.key), "Terraform does not find the entry "+shown(entry.name),
			"put the key in quotes")
		return
	}
	attributes := read.AsValueMap()
	for i := 0; i+1 < len(entry.value.Content); i += 2 {
		key, value := entry.value.Content[i], target(entry.value.Content[i+1])
		if key.Tag == "!!merge" || value.Kind != yaml.ScalarNode {
			continue
		}
		got, found := attributes[key.Value]
		if !found || got.Type() == cty.String && !got.IsNull() && got.AsString() != value.Value {
			c.report(at(value),
				fmt.Sprintf("Terraform reads a different value for %s of %s",
					shown(key.Value), shown(entry.name)), "put the value in quotes")
		}
	}
}
