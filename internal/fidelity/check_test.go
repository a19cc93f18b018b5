// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

// Read refuses what the schema refuses, in every place that a report has: a text or a number is
// replaced by a wrong one of its type. Only observations may be unknown, and say so later.
func TestRead_RefusesWhatTheSchemaRefuses(t *testing.T) {
	t.Parallel()
	schema := compiledSchema(t)
	content := expect.Must(os.ReadFile(filepath.Join("..", "..", "test", "testdata", "reports",
		"emulator-hostile.json")))(t)
	var report map[string]any
	expect.NoError(t, json.Unmarshal(content, &report))
	read := func(place string, want bool) {
		file := expect.Must(json.Marshal(report))(t)
		value := expect.Must(jsonschema.UnmarshalJSON(bytes.NewReader(file)))(t)
		expect.Equal(t, place+" in the schema", want, schema.Validate(value) == nil)
		_, err := fidelity.Read(file)
		expect.Equal(t, place, want, err == nil)
		if err != nil && len(err.Error()) > 400 {
			t.Errorf("%s: %v", place, err)
		}
	}
	read("unchanged", true)
	places := map[string]bool{}
	spoilEach(report, "", places, func(place string) { read(place, false) })
	if len(places) < 20 {
		t.Errorf("only %v", places)
	}
}

// spoilEach visits with one wrong text, number, or key at a time, once for each name.
func spoilEach(value any, name string, seen map[string]bool, visit func(name string)) {
	spoil := func(name string, wrong func(), restore func()) {
		if !seen[name] {
			seen[name] = true
			wrong()
			visit(name)
			restore()
		}
	}
	each := func(name string, value any, set func(any)) {
		switch value.(type) {
		case string:
			spoil(name, func() { set("x\u202e") }, func() { set(value) })
		case float64:
			spoil(name, func() { set(-7) }, func() { set(value) })
		case bool, nil:
		default:
			spoilEach(value, name, seen, visit)
		}
	}
	switch value := value.(type) {
	case []any:
		for i := range value {
			each(name, value[i], func(v any) { value[i] = v })
		}
	case map[string]any:
		for key := range maps.Clone(value) {
			if key != "observations" && key != "not_observed" {
				each(key, value[key], func(v any) { value[key] = v })
			}
		}
		spoil(name+" with another key", func() { value["x"] = map[string]any{"types": []any{}} },
			func() { delete(value, "x") })
	}
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	text := expect.Must(fidelity.Schema())(t)
	document := expect.Must(jsonschema.UnmarshalJSON(bytes.NewReader(text)))(t)
	expect.NoError(t, compiler.AddResource("report.json", document))
	return expect.Must(compiler.Compile("report.json"))(t)
}
