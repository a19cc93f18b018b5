// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func convertProvider(schemas *tfprotov6.GetProviderSchemaResponse,
	identities *tfprotov6.GetResourceIdentitySchemasResponse) (providerSchema, error) {
	var c converter
	result := providerSchema{
		Provider:           c.schema(schemas.Provider),
		Resources:          c.schemas(schemas.ResourceSchemas),
		DataSources:        c.schemas(schemas.DataSourceSchemas),
		EphemeralResources: c.schemas(schemas.EphemeralResourceSchemas),
		ListResources:      c.schemas(schemas.ListResourceSchemas),
		Actions:            map[string]*schema{},
		Identities:         map[string]*identitySchema{},
	}
	for name, action := range schemas.ActionSchemas {
		result.Actions[name] = c.schema(action.Schema)
	}
	for name, identity := range identities.IdentitySchemas {
		result.Identities[name] = c.identity(identity)
	}
	return result, c.err
}

// converter converts protocol schemas to their JSON form. It keeps the first error, so that the
// conversion itself needs no error handling.
type converter struct {
	err error
}

func (c *converter) schemas(in map[string]*tfprotov6.Schema) map[string]*schema {
	out := make(map[string]*schema, len(in))
	for name, s := range in {
		out[name] = c.schema(s)
	}
	return out
}

func (c *converter) schema(in *tfprotov6.Schema) *schema {
	return &schema{Version: in.Version, Block: c.block(in.Block)}
}

func (c *converter) block(in *tfprotov6.SchemaBlock) *block {
	out := &block{
		Attributes:      c.attributes(in.Attributes),
		BlockTypes:      make(map[string]*nestedBlock, len(in.BlockTypes)),
		Description:     in.Description,
		DescriptionKind: kind(in.DescriptionKind),
		Deprecated:      in.Deprecated,
	}
	for _, nested := range in.BlockTypes {
		out.BlockTypes[nested.TypeName] = &nestedBlock{
			NestingMode: strings.ToLower(nested.Nesting.String()),
			Block:       c.block(nested.Block),
			MinItems:    nested.MinItems,
			MaxItems:    nested.MaxItems,
		}
	}
	return out
}

func (c *converter) attributes(in []*tfprotov6.SchemaAttribute) map[string]*attribute {
	out := make(map[string]*attribute, len(in))
	for _, a := range in {
		converted := &attribute{
			Description:     a.Description,
			DescriptionKind: kind(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if a.NestedType != nil {
			converted.NestedType = &nestedType{
				Attributes:  c.attributes(a.NestedType.Attributes),
				NestingMode: strings.ToLower(a.NestedType.Nesting.String()),
			}
		} else {
			converted.Type = c.typeJSON(a.Type)
		}
		out[a.Name] = converted
	}
	return out
}

func (c *converter) identity(in *tfprotov6.ResourceIdentitySchema) *identitySchema {
	out := &identitySchema{Version: in.Version,
		Attributes: make(map[string]*identityAttribute, len(in.IdentityAttributes))}
	for _, a := range in.IdentityAttributes {
		out.Attributes[a.Name] = &identityAttribute{
			Type:              c.typeJSON(a.Type),
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return out
}

// typeJSON returns a type as Terraform writes it in JSON: a name such as "string", or a pair such
// as ["list", "string"].
func (c *converter) typeJSON(in tftypes.Type) any {
	switch t := in.(type) {
	case tftypes.List:
		return []any{"list", c.typeJSON(t.ElementType)}
	case tftypes.Set:
		return []any{"set", c.typeJSON(t.ElementType)}
	case tftypes.Map:
		return []any{"map", c.typeJSON(t.ElementType)}
	case tftypes.Object:
		attributes := make(map[string]any, len(t.AttributeTypes))
		for name, attributeType := range t.AttributeTypes {
			attributes[name] = c.typeJSON(attributeType)
		}
		return []any{"object", attributes}
	}

	switch {
	case in.Is(tftypes.String):
		return "string"
	case in.Is(tftypes.Number):
		return "number"
	case in.Is(tftypes.Bool):
		return "bool"
	case in.Is(tftypes.DynamicPseudoType):
		return "dynamic"
	}
	if c.err == nil {
		c.err = fmt.Errorf("no JSON form is known for the type %s", in)
	}
	return nil
}

func kind(in tfprotov6.StringKind) string {
	return strings.ToLower(in.String())
}
