// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// object is a configuration or a state as plain Go values: strings, booleans, whole numbers,
// []string, []any for a set, map[string]string, map[string]any and object for objects and maps, nil
// for null, and unknownYet. Omitted values are null.
type object map[string]any

// unknownYet is a value that becomes known after apply.
const unknownYet = tftypes.UnknownValue

// with returns a copy with other values.
func (o object) with(changes ...object) object {
	o = maps.Clone(o)
	for _, c := range changes {
		maps.Copy(o, c)
	}
	return o
}

// encode returns the wire form of a configuration or state.
func (c *protocolClient) encode(schema *tfprotov6.Schema, o object) *tfprotov6.DynamicValue {
	c.t.Helper()
	return pack(c.t, encodeValue(c.t, schema.ValueType(), o))
}

func (c *protocolClient) decode(schema *tfprotov6.Schema, dynamic *tfprotov6.DynamicValue) object {
	c.t.Helper()
	if dynamic == nil {
		return nil
	}
	value := must(dynamic.Unmarshal(schema.ValueType()))(c.t)
	o, _ := decodeValue(c.t, value).(map[string]any)
	return o
}

// encodeValue encodes a plain Go value: see object.
func encodeValue(t testing.TB, typ tftypes.Type, v any) tftypes.Value {
	t.Helper()
	switch v := v.(type) {
	case object:
		return encodeMembers(t, typ, v)
	case map[string]any:
		return encodeMembers(t, typ, v)
	case map[string]string:
		return encodeMembers(t, typ, anyValues(v))
	case []string:
		elements := []tftypes.Value{}
		for _, e := range v {
			elements = append(elements, tftypes.NewValue(tftypes.String, e))
		}
		return tftypes.NewValue(typ, elements)
	case []any:
		set, ok := typ.(tftypes.Set)
		if !ok {
			t.Fatalf("a set stands where the schema has %s", typ)
		}
		elements := []tftypes.Value{}
		for _, e := range v {
			elements = append(elements, encodeValue(t, set.ElementType, e))
		}
		return tftypes.NewValue(typ, elements)
	default:
		return tftypes.NewValue(typ, v)
	}
}

func anyValues(texts map[string]string) map[string]any {
	values := map[string]any{}
	for name, text := range texts {
		values[name] = text
	}
	return values
}

// encodeMembers encodes an object or a map. An attribute that the schema lacks is a mistake of the
// test.
func encodeMembers(t testing.TB, typ tftypes.Type, members map[string]any) tftypes.Value {
	t.Helper()
	values := map[string]tftypes.Value{}
	switch typ := typ.(type) {
	case tftypes.Map:
		for name, m := range members {
			values[name] = encodeValue(t, typ.ElementType, m)
		}
	case tftypes.Object:
		for name := range members {
			if typ.AttributeTypes[name] == nil {
				t.Fatalf("the schema has no attribute %q", name)
			}
		}
		for name, attribute := range typ.AttributeTypes {
			values[name] = encodeValue(t, attribute, members[name])
		}
	default:
		t.Fatalf("an object stands where the schema has %s", typ)
	}
	return tftypes.NewValue(typ, values)
}

// decodeValue reverses encodeValue. Objects and maps become map[string]any, lists []any, sets of
// strings sorted slices.
func decodeValue(t testing.TB, v tftypes.Value) any {
	t.Helper()
	switch typ := v.Type(); {
	case v.IsNull():
		return nil
	case !v.IsKnown():
		return unknownYet
	case typ.Is(tftypes.String):
		return valueAs[string](t, v)
	case typ.Is(tftypes.Bool):
		return valueAs[bool](t, v)
	case typ.Is(tftypes.Number):
		n := valueAs[big.Float](t, v)
		whole, accuracy := n.Int64()
		if accuracy != big.Exact {
			fraction, _ := n.Float64()
			exact := n.Text('f', -1)
			if exact != strconv.FormatFloat(fraction, 'f', -1, 64) {
				return exact
			}
			return fraction
		}
		return whole
	case typ.Is(tftypes.Object{}), typ.Is(tftypes.Map{}):
		plain := map[string]any{}
		for name, m := range members(t, v) {
			plain[name] = decodeValue(t, m)
		}
		return plain
	case typ.Is(tftypes.Set{ElementType: tftypes.String}):
		texts := []string{}
		for _, e := range valueAs[[]tftypes.Value](t, v) {
			texts = append(texts, valueAs[string](t, e))
		}
		slices.Sort(texts)
		return texts
	default:
		list := []any{}
		for _, e := range valueAs[[]tftypes.Value](t, v) {
			list = append(list, decodeValue(t, e))
		}
		return list
	}
}

func members(t testing.TB, v tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	return valueAs[map[string]tftypes.Value](t, v)
}

func valueAs[T any](t testing.TB, v tftypes.Value) T {
	t.Helper()
	var as T
	if err := v.As(&as); err != nil {
		t.Fatalf("decoding %s: %v", v, err)
	}
	return as
}
