// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// schemas returns the provider's schemas by what users call them.
func schemas(t *testing.T) map[string]*tfprotov6.Schema {
	t.Helper()
	all := providerSchemas(t)
	named := map[string]*tfprotov6.Schema{"provider partnercenter": all.Provider}
	for name, s := range all.ResourceSchemas {
		named["resource "+name] = s
	}
	for name, s := range all.DataSourceSchemas {
		named["data "+name] = s
	}
	for name, s := range all.ListResourceSchemas {
		named["list "+name] = s
	}
	for name, s := range all.ActionSchemas {
		named["action "+name] = s.Schema
	}
	return named
}

// walk visits each attribute with its path.
func walk(block *tfprotov6.SchemaBlock, path string,
	visit func(string, *tfprotov6.SchemaAttribute)) {
	walkAttributes(block.Attributes, path, visit)
	for _, nested := range block.BlockTypes {
		walk(nested.Block, path+nested.TypeName+".", visit)
	}
}

func walkAttributes(attributes []*tfprotov6.SchemaAttribute, path string,
	visit func(string, *tfprotov6.SchemaAttribute)) {
	for _, a := range attributes {
		visit(path+a.Name, a)
		if a.NestedType != nil {
			walkAttributes(a.NestedType.Attributes, path+a.Name+".", visit)
		}
	}
}

// properties are what configurations and other programs rely on. A release can add one: a required
// argument can become optional, but not the other way around.
func properties(a *tfprotov6.SchemaAttribute) []string {
	var all []string
	if a.NestedType != nil {
		all = append(all, strings.ToLower(a.NestedType.Nesting.String()))
	} else {
		all = append(all, strings.ReplaceAll(a.Type.String(), "tftypes.", ""))
	}
	if !a.Required {
		all = append(all, "may be omitted")
	}
	if a.Required || a.Optional {
		all = append(all, "may be set")
	}
	if !a.Sensitive && !a.WriteOnly {
		all = append(all, "may be shown")
	}
	return all
}

// addDefaults adds the values of attributes that a configuration omits. The protocol does not have
// them.
func (p promise) addDefaults(ctx context.Context, path string, all map[string]schema.Attribute) {
	for name, a := range all {
		set := reflect.ValueOf(a).FieldByName("Default")
		if value, ok := interfaceOf(set).(interface{ Description(context.Context) string }); ok {
			p.add(path+name, value.Description(ctx))
		}
		switch nested := a.(type) {
		case schema.SingleNestedAttribute:
			p.addDefaults(ctx, path+name+".", nested.Attributes)
		case schema.MapNestedAttribute:
			p.addDefaults(ctx, path+name+".", nested.NestedObject.Attributes)
		case schema.ListNestedAttribute:
			p.addDefaults(ctx, path+name+".", nested.NestedObject.Attributes)
		case schema.SetNestedAttribute:
			p.addDefaults(ctx, path+name+".", nested.NestedObject.Attributes)
		}
	}
}

// interfaceOf returns the value of a field, or nil if there is no such field.
func interfaceOf(field reflect.Value) any {
	if !field.IsValid() {
		return nil
	}
	return field.Interface()
}

func TestPromise_SchemasKeepTheirNames(t *testing.T) {
	t.Parallel()
	now := promise{}
	for name, s := range schemas(t) {
		walk(s.Block, "", func(path string, a *tfprotov6.SchemaAttribute) {
			now.add(name+" "+path, properties(a)...)
		})
	}
	identities := expect.Must(providerServer(t).GetResourceIdentitySchemas(context.Background(),
		&tfprotov6.GetResourceIdentitySchemasRequest{}))(t)
	for name, identity := range identities.IdentitySchemas {
		for _, a := range identity.IdentityAttributes {
			now.add("identity "+name+" "+a.Name, strings.ReplaceAll(a.Type.String(), "tftypes.", ""))
		}
	}
	for _, create := range provider.New("test")().Resources(t.Context()) {
		var named resource.MetadataResponse
		var s resource.SchemaResponse
		create().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "partnercenter"},
			&named)
		create().Schema(t.Context(), resource.SchemaRequest{}, &s)
		now.addDefaults(t.Context(), "resource "+named.TypeName+" ", s.Schema.Attributes)
	}
	now.keeps(t, "schemas")
}

// unannounced returns the deprecated attributes that the changelog does not name with their
// subject.
func unannounced(all map[string]*tfprotov6.Schema, changelog string) (found []string) {
	for name, s := range all {
		walk(s.Block, "", func(path string, a *tfprotov6.SchemaAttribute) {
			_, subject, _ := strings.Cut(name, " ")
			for line := range strings.Lines(changelog) {
				if strings.Contains(line, subject) && strings.Contains(line, "`"+a.Name+"`") &&
					strings.Contains(strings.ToLower(line), "deprecated") {
					return
				}
			}
			if a.Deprecated {
				found = append(found, name+" "+path)
			}
		})
	}
	return found
}

func TestPromise_DeprecationsAreInTheChangelog(t *testing.T) {
	t.Parallel()
	for _, name := range unannounced(schemas(t), readFile(t, "CHANGELOG.md")) {
		t.Errorf("%s is deprecated, and CHANGELOG.md has no note", name)
	}
	old := map[string]*tfprotov6.Schema{"resource partnercenter_x": {Block: &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{{Name: "old", Deprecated: true}, {Name: "new"}}}}}
	for changelog, want := range map[string]int{
		"* resource/partnercenter_x: `old` is deprecated. Use `new`\n": 0,
		"* resource/partnercenter_x: `old` accepts more values\n":      1,
		"* resource/partnercenter_y: `old` is deprecated\n":            1,
	} {
		expect.Equal(t, changelog, want, len(unannounced(old, changelog)))
	}
}
