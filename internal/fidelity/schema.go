// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/parity"
)

// object is a part of a schema.
type object map[string]any

// Schema returns the JSON Schema of reports. It allows no text that is not in a list, except for
// the program's version, the date, and numbers.
func Schema() ([]byte, error) {
	keys, err := parity.Keys()
	if err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(keys))
	observations := object{}
	for name, key := range keys {
		if key.Number {
			observations[name] = object{"anyOf": []object{oneOf(key.Values),
				{"type": "string", "pattern": numberPattern}}}
		} else {
			observations[name] = oneOf(key.Values)
		}
	}
	schema := closed(object{
		"version":      object{"const": Version},
		"program":      object{"type": "string", "pattern": programPattern},
		"date":         object{"type": "string", "pattern": datePattern},
		"cloud":        oneOf(clouds()),
		"emulator":     object{"type": "boolean"},
		"observations": closed(observations),
		"not_observed": list(oneOf(names)),
		"calls":        list(callSchema()),
	}, "version", "program", "date", "cloud", "emulator", "observations", "not_observed", "calls")
	schema["$schema"] = "http://json-schema.org/draft-07/schema#"
	schema["title"] = "Report of partnercenter doctor --report"
	schema["definitions"] = object{"shape": shapeSchema()}
	text, err := json.MarshalIndent(schema, "", "  ")
	return append(text, '\n'), err
}

func callSchema() object {
	return closed(object{
		"call":          oneOf(CallNames()),
		"outcome":       oneOf(Outcomes()),
		"status":        object{"type": "integer", "minimum": firstStatus, "maximum": lastStatus},
		"code":          oneOf(append(Codes(), CodeUnknown)),
		"took":          oneOf(Times()),
		"headers":       list(oneOf(Headers())),
		"other_headers": oneOf(shape.Counts()),
		"content":       oneOf(Contents()),
		"size":          oneOf(Sizes()),
		"body":          object{"$ref": "#/definitions/shape"},
		"cut":           oneOf(shape.Counts()),
	}, "call", "outcome")
}

func shapeSchema() object {
	reference := object{"$ref": "#/definitions/shape"}
	members := object{}
	for _, key := range shape.Keys() {
		members[key] = reference
	}
	return closed(object{
		"types":     list(oneOf(shape.Types())),
		"presence":  oneOf([]string{shape.Sometimes}),
		"spelling":  oneOf(shape.Spellings()),
		"forms":     list(oneOf(shape.Forms())),
		"words":     list(oneOf(shape.AllWords())),
		"length":    oneOf(shape.Lengths()),
		"count":     oneOf(shape.Counts()),
		"keys":      closed(members),
		"items":     reference,
		"json_text": reference,
		"other_keys": closed(object{"count": oneOf(shape.Counts()), "shape": reference},
			"count", "shape"),
	}, "types")
}

func oneOf(values []string) object { return object{"enum": values} }

func list(items object) object { return object{"type": "array", "items": items} }

// closed is an object that has no other properties.
func closed(properties object, required ...string) object {
	out := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}
