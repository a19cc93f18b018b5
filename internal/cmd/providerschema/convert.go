// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func convertProvider(schemas *tfprotov6.GetProviderSchemaResponse,
	identities *tfprotov6.GetResourceIdentitySchemasResponse) providerSchema {
	result := providerSchema{
		Provider:           schemaOf(schemas.Provider),
		Resources:          schemasOf(schemas.ResourceSchemas),
		DataSources:        schemasOf(schemas.DataSourceSchemas),
		EphemeralResources: schemasOf(schemas.EphemeralResourceSchemas),
		ListResources:      schemasOf(schemas.ListResourceSchemas),
		Actions:            map[string]*schema{},
		Identities:         map[string]*identitySchema{},
	}
	for name, action := range schemas.ActionSchemas {
		result.Actions[name] = schemaOf(action.Schema)
	}
	for name, identity := range identities.IdentitySchemas {
		result.Identities[name] = identityOf(identity)
	}
	return result
}

func schemasOf(in map[string]*tfprotov6.Schema) map[string]*schema {
	out := make(map[string]*schema, len(in))
	for name, s := range in {
		out[name] = schemaOf(s)
	}
	return out
}

func schemaOf(in *tfprotov6.Schema) *schema {
	return &schema{Version: in.Version, Block: blockOf(in.Block)}
}

func blockOf(in *tfprotov6.SchemaBlock) *block {
	out := &block{
		Attributes:      attributesOf(in.Attributes),
		BlockTypes:      make(map[string]*nestedBlock, len(in.BlockTypes)),
		Description:     in.Description,
		DescriptionKind: kind(in.DescriptionKind),
		Deprecated:      in.Deprecated,
	}
	for _, nested := range in.BlockTypes {
		out.BlockTypes[nested.TypeName] = &nestedBlock{
			NestingMode: strings.ToLower(nested.Nesting.String()),
			Block:       blockOf(nested.Block),
			MinItems:    nested.MinItems,
			MaxItems:    nested.MaxItems,
		}
	}
	return out
}

func attributesOf(in []*tfprotov6.SchemaAttribute) map[string]*attribute {
	out := make(map[string]*attribute, len(in))
	for _, a := range in {
		converted := &attribute{
			Type:            a.Type,
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
				Attributes:  attributesOf(a.NestedType.Attributes),
				NestingMode: strings.ToLower(a.NestedType.Nesting.String()),
			}
		}
		out[a.Name] = converted
	}
	return out
}

func identityOf(in *tfprotov6.ResourceIdentitySchema) *identitySchema {
	out := &identitySchema{Version: in.Version,
		Attributes: make(map[string]*identityAttribute, len(in.IdentityAttributes))}
	for _, a := range in.IdentityAttributes {
		out.Attributes[a.Name] = &identityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return out
}

func kind(in tfprotov6.StringKind) string {
	return strings.ToLower(in.String())
}
