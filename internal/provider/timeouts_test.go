// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// TestTimeouts_LeaveSomeTime goes through everything that has a timeouts block, so that none can be
// forgotten.
func TestTimeouts_LeaveSomeTime(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	var checked []string
	check := func(name string, schema *tfprotov6.Schema, validate func(config object) diagnostics) {
		for _, block := range schema.Block.BlockTypes {
			for _, attribute := range block.Block.Attributes {
				at := block.TypeName + "." + attribute.Name
				checked = append(checked, name+": "+at)
				for value, refused := range map[string]bool{"-5s": true, "0s": true, "0": true, "1ms": false,
					"5m": false} {
					// What else is missing is told too, elsewhere.
					found := slices.DeleteFunc(validate(object{"timeouts": object{attribute.Name: value}}),
						func(d diagnostic) bool { return d.Path != at })
					if refused {
						found.mustSay(t, at, "Invalid value", "`"+at+"`", `"`+value+`"`, "must be positive")
					} else {
						found.none(t)
					}
				}
				unknownYet := validate(object{"timeouts": object{attribute.Name: unknownYet}})
				if slices.ContainsFunc(unknownYet, func(d diagnostic) bool { return d.Path == at }) {
					t.Errorf("%s: %s: refused before it is known", name, at)
				}
			}
		}
	}
	for name, schema := range c.schemas.ResourceSchemas {
		check("resource "+name, schema,
			func(config object) diagnostics { return c.validateResource(name, config) })
	}
	for name, schema := range c.schemas.DataSourceSchemas {
		check("data source "+name, schema,
			func(config object) diagnostics { return c.validateData(name, config) })
	}
	for name, schema := range c.schemas.ListResourceSchemas {
		check("list "+name, schema, c.validateList)
	}
	for name, action := range c.schemas.ActionSchemas {
		check("action "+name, action.Schema, c.validateAction)
	}
	if want := 2*4 + 3 + 1 + 1; len(checked) != want {
		t.Errorf("%d timeouts, want %d: %q", len(checked), want, checked)
	}
}
