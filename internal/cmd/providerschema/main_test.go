// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestRun_DescribesTheProviderUnderTheAddressThatTfplugindocsReads(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	expect.NoError(t, run(t.Context(), &out))
	var got providerSchemas
	expect.NoError(t, json.Unmarshal(out.Bytes(), &got))
	described := got.Schemas["registry.terraform.io/hashicorp/partnercenter"]
	if described.Provider == nil || len(described.Resources) == 0 || len(described.DataSources) == 0 {
		t.Fatalf("the provider, its resources or its data sources are missing: %s", out.String())
	}
	if described.Identities["partnercenter_fraud_event_resolution"] == nil {
		t.Error("the identity of partnercenter_fraud_event_resolution is missing")
	}
	if described.ListResources["partnercenter_fraud_event_resolution"] == nil {
		t.Error("the list resource partnercenter_fraud_event_resolution is missing")
	}
}

func TestConvertProvider_WritesTerraformsForm(t *testing.T) {
	t.Parallel()
	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"n": tftypes.Number,
		"b": tftypes.Bool}}
	schemas := &tfprotov6.GetProviderSchemaResponse{
		Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
			Description: "Does things.",
			Attributes: []*tfprotov6.SchemaAttribute{
				{Name: "secret", Type: tftypes.String, Optional: true, Sensitive: true,
					DescriptionKind: tfprotov6.StringKindMarkdown},
				{Name: "objects", Type: tftypes.List{ElementType: object}, Computed: true},
				{Name: "pair", Type: tftypes.Tuple{ElementTypes: []tftypes.Type{tftypes.String}}},
				{Name: "nested", Required: true, NestedType: &tfprotov6.SchemaObject{
					Nesting: tfprotov6.SchemaObjectNestingModeSet,
					Attributes: []*tfprotov6.SchemaAttribute{{Name: "any", Type: tftypes.DynamicPseudoType,
						Optional: true}},
				}},
			},
			BlockTypes: []*tfprotov6.SchemaNestedBlock{{
				TypeName: "timeouts",
				Nesting:  tfprotov6.SchemaNestedBlockNestingModeSingle,
				Block:    &tfprotov6.SchemaBlock{},
			}},
		}},
		ActionSchemas: map[string]*tfprotov6.ActionSchema{
			"act": {Schema: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}},
		},
	}
	identities := &tfprotov6.GetResourceIdentitySchemasResponse{
		IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"thing": {
			IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
				{Name: "id", Type: tftypes.String, RequiredForImport: true}},
		}},
	}
	const want = `{
		"provider": {"version": 0, "block": {
			"attributes": {
				"secret": {"type": "string", "description_kind": "markdown", "optional": true,
					"sensitive": true},
				"objects": {"type": ["list", ["object", {"b": "bool", "n": "number"}]],
					"description_kind": "plain", "computed": true},
				"pair": {"type": ["tuple", ["string"]], "description_kind": "plain"},
				"nested": {"description_kind": "plain", "required": true, "nested_type": {
					"nesting_mode": "set",
					"attributes": {"any": {"type": "dynamic", "description_kind": "plain", "optional": true}}
				}}
			},
			"block_types": {"timeouts": {"nesting_mode": "single", "block": {"description_kind": "plain"}}},
			"description": "Does things.",
			"description_kind": "plain"
		}},
		"action_schemas": {"act": {"version": 0, "block": {"description_kind": "plain"}}},
		"resource_identity_schemas": {"thing": {"version": 0,
			"attributes": {"id": {"type": "string", "required_for_import": true}}}}
	}`

	converted := convertProvider(schemas, identities)
	expect.Equal(t, "", decoded(t, want), decoded(t, encoded(t, converted)))
}

func encoded(t *testing.T, value any) string {
	t.Helper()
	text := expect.Must(json.Marshal(value))(t)
	return string(text)
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	var value any
	expect.NoError(t, json.Unmarshal([]byte(text), &value))
	return value
}
