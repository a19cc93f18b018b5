// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package shape

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// Whatever JSON is described, every text of its shape is from one of our lists.
func FuzzOf_HoldsOnlyOurWords(f *testing.F) {
	for _, seed := range []string{`{"eventId":"kim@contoso.example","Kim":{"kim":["Kim"]}}`,
		`[{"eventStatus":"Resolved"},{"EVENTSTATUS":"kim"},null,1e9,-0.5,"{\"upn\":\"kim\"}"]`,
		`{"activityLogs":"[{\"updatedBy\":\"kim\"}]","IsTest":"x","ISTEST":true}`, `"\u0000"`, `{}`} {
		f.Add([]byte(seed))
	}
	ours := slices.Concat(Keys(), Forms(), Counts(), Lengths(), Spellings(), []string{"types",
		"presence", "sometimes", "spelling", "forms", "words", "length", "count", "keys", "other_keys",
		"shape", "items", "json_text", "array", "bool", "null", "number", "object", "string"})
	for _, words := range Words() {
		ours = append(ours, words...)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		value, err := Decode(text)
		if err != nil {
			return
		}
		var described any
		found, _ := Of(value)
		expect.NoError(t, json.Unmarshal(expect.Must(json.Marshal(found))(t), &described))
		eachText(described, func(text string) {
			if !slices.Contains(ours, text) {
				t.Errorf("%q is in the shape", text)
			}
		})
	})
}

// eachText visits the keys and texts of a value.
func eachText(value any, visit func(string)) {
	switch v := value.(type) {
	case string:
		visit(v)
	case []any:
		for _, element := range v {
			eachText(element, visit)
		}
	case map[string]any:
		for key, member := range v {
			visit(key)
			eachText(member, visit)
		}
	}
}
