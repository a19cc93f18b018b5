// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"context"
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// member is one computed attribute: its schema, and its value in a T.
type member[T any] struct {
	name   string
	schema schema.Attribute
	value  func(T) attr.Value
	detail bool // include_details = false hides it
}

// members lists the attributes of a T. Schema, types, and values come from this one list.
type members[T any] []member[T]

func (m members[T]) byName() map[string]member[T] {
	named := map[string]member[T]{}
	for _, one := range m {
		named[one.name] = one
	}
	return named
}

func (m members[T]) attributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, one := range m {
		attributes[one.name] = one.schema
	}
	return attributes
}

func (m members[T]) object() types.ObjectType {
	attributes := map[string]attr.Type{}
	for _, one := range m {
		attributes[one.name] = one.schema.GetType()
	}
	return types.ObjectType{AttrTypes: attributes}
}

func (m members[T]) values(of T) map[string]attr.Value {
	values := map[string]attr.Value{}
	for _, one := range m {
		values[one.name] = one.value(of)
	}
	return values
}

// list has an object for each T.
func (m members[T]) list(all []T) types.List {
	object := m.object()
	elements := make([]attr.Value, len(all))
	for i, one := range all {
		elements[i] = types.ObjectValueMust(object.AttrTypes, m.values(one))
	}
	return types.ListValueMust(object, elements)
}

// setState sets the computed attributes. Arguments keep their case.
func (m members[T]) setState(ctx context.Context, state *tfsdk.State, of T) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, one := range m {
		at := path.Root(one.name)
		described, d := state.Schema.AttributeAtPath(ctx, at)
		if diags.Append(d...); !d.HasError() && described.IsComputed() {
			diags.Append(state.SetAttribute(ctx, at, one.value(of))...)
		}
	}
	return diags
}

// readArguments reads the attributes of a model from a configuration. All others are computed.
func readArguments(ctx context.Context, config tfsdk.Config, model any) diag.Diagnostics {
	var diags diag.Diagnostics
	fields := reflect.ValueOf(model).Elem()
	for _, field := range reflect.VisibleFields(fields.Type()) {
		if name, named := field.Tag.Lookup("tfsdk"); named {
			diags.Append(config.GetAttribute(ctx, path.Root(name),
				fields.FieldByIndex(field.Index).Addr().Interface())...)
		}
	}
	return diags
}

// withoutDetails makes attributes null that can contain personal data or names of a customer's
// resources. Null is distinct from an empty collection.
func (m members[T]) withoutDetails(ctx context.Context) members[T] {
	var nothing T
	var bare members[T]
	for _, one := range m {
		if one.detail {
			hidden := one.value(nothing)
			switch collection := hidden.(type) {
			case types.List:
				hidden = types.ListNull(collection.ElementType(ctx))
			case types.Map:
				hidden = types.MapNull(collection.ElementType(ctx))
			}
			one.value = func(T) attr.Value { return hidden }
		}
		bare = append(bare, one)
	}
	return bare
}

// detail marks an attribute that include_details = false hides.
func detail[T any](m member[T]) member[T] {
	m.detail = true
	return m
}

// text is a single-line text.
func text[T any](name, description string, of func(T) string) member[T] {
	return member[T]{
		name:   name,
		schema: attribute.ComputedText(description),
		value:  func(v T) attr.Value { return attribute.Text(of(v)) },
	}
}

// moment is a time.
func moment[T any](name, description string, of func(T) time.Time) member[T] {
	return member[T]{
		name:   name,
		schema: attribute.ComputedTime(description),
		value:  func(v T) attr.Value { return attribute.Timestamp(of(v)) },
	}
}

// number is a count.
func number[T any](name, description string, of func(T) int) member[T] {
	return member[T]{
		name:   name,
		schema: schema.Int64Attribute{Computed: true, MarkdownDescription: description},
		value:  func(v T) attr.Value { return types.Int64Value(int64(of(v))) },
	}
}

// numbers are counts by key.
func numbers[T any](name, description string, of func(T) map[string]int) member[T] {
	return member[T]{
		name: name,
		schema: schema.MapAttribute{Computed: true, ElementType: types.Int64Type,
			MarkdownDescription: description},
		value: func(v T) attr.Value {
			elements := map[string]attr.Value{}
			for key, n := range of(v) {
				elements[key] = types.Int64Value(int64(n))
			}
			return types.MapValueMust(types.Int64Type, elements)
		},
	}
}

// list has an object for each element.
func list[T, E any](name, description string, each members[E], of func(T) []E) member[T] {
	return member[T]{
		name: name,
		schema: schema.ListNestedAttribute{Computed: true, MarkdownDescription: description,
			NestedObject: schema.NestedAttributeObject{Attributes: each.attributes()}},
		value: func(v T) attr.Value { return each.list(of(v)) },
	}
}

// table has an object for each key.
func table[T, E any](name, description string, each members[E], of func(T) map[string]E) member[T] {
	return member[T]{
		name: name,
		schema: schema.MapNestedAttribute{Computed: true, MarkdownDescription: description,
			NestedObject: schema.NestedAttributeObject{Attributes: each.attributes()}},
		value: func(v T) attr.Value {
			object, elements := each.object(), map[string]attr.Value{}
			for key, one := range of(v) {
				elements[key] = types.ObjectValueMust(object.AttrTypes, each.values(one))
			}
			return types.MapValueMust(object, elements)
		},
	}
}
