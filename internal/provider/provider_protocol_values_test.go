// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// null is the prior state of an object that is not there yet.
func (c *protocolClient) null(schema *tfprotov6.Schema) *tfprotov6.DynamicValue {
	c.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
	c.must(err)
	return &dynamic
}

// encode makes the wire form of a configuration or state.
func (c *protocolClient) encode(schema *tfprotov6.Schema, o object) *tfprotov6.DynamicValue {
	c.t.Helper()
	typ := schema.ValueType()
	value := encodeValue(c.t, typ, o)
	dynamic, err := tfprotov6.NewDynamicValue(typ, value)
	c.must(err)
	return &dynamic
}

func (c *protocolClient) decode(schema *tfprotov6.Schema, dynamic *tfprotov6.DynamicValue) object {
	c.t.Helper()
	if dynamic == nil {
		return nil
	}
	value, err := dynamic.Unmarshal(schema.ValueType())
	c.must(err)
	o, _ := decodeValue(c.t, value).(object)
	return o
}

func encodeValue(t *testing.T, typ tftypes.Type, v any) tftypes.Value {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case object:
		return encodeObject(t, typ, v)
	case map[string]string:
		elements := map[string]tftypes.Value{}
		for key, e := range v {
			elements[key] = tftypes.NewValue(tftypes.String, e)
		}
		return tftypes.NewValue(typ, elements)
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

func encodeObject(t *testing.T, typ tftypes.Type, o object) tftypes.Value {
	t.Helper()
	objectType, ok := typ.(tftypes.Object)
	if !ok {
		t.Fatalf("an object stands where the schema has %s", typ)
	}
	for name := range o {
		if objectType.AttributeTypes[name] == nil {
			t.Fatalf("the schema has no attribute %q", name)
		}
	}
	attributes := map[string]tftypes.Value{}
	for name, attribute := range objectType.AttributeTypes {
		attributes[name] = encodeValue(t, attribute, o[name])
	}
	return tftypes.NewValue(typ, attributes)
}

func decodeValue(t *testing.T, v tftypes.Value) any {
	t.Helper()
	var err error
	defer func() {
		if err != nil {
			t.Errorf("decoding %s: %v", v, err)
		}
	}()
	switch typ := v.Type(); {
	case v.IsNull():
		return nil
	case !v.IsKnown():
		return unknown{}
	case typ.Is(tftypes.String):
		var s string
		err = v.As(&s)
		return s
	case typ.Is(tftypes.Bool):
		var b bool
		err = v.As(&b)
		return b
	case typ.Is(tftypes.Number):
		n := new(big.Float)
		err = v.As(&n)
		whole, _ := n.Int64()
		return whole
	case typ.Is(tftypes.Object{}), typ.Is(tftypes.Map{}):
		var members map[string]tftypes.Value
		err = v.As(&members)
		o := object{}
		for name, m := range members {
			o[name] = decodeValue(t, m)
		}
		return o
	default:
		var elements []tftypes.Value
		err = v.As(&elements)
		list := []any{}
		for _, e := range elements {
			list = append(list, decodeValue(t, e))
		}
		return list
	}
}
