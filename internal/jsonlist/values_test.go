// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestValues_TextAcceptsAnyValue(t *testing.T) {
	t.Parallel()
	values := NewValues()
	for value, want := range map[string]string{
		`"10"`: "10", "10": "10", "1.50": "1.50", "1e3": "1e3", "true": "true", "null": "", `""`: "",
		`"\u00e9\n\"x\""`: "é\n\"x\"", `" as it is "`: " as it is ",
		`{"a": [1, 2]}`: `{"a":[1,2]}`, `[ ]`: "[]",
	} {
		expect.Equal(t, value, want, values.Text([]byte(value)))
	}
}

func TestValues_BoolAcceptsText(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	values := NewValues()
	for value, want := range map[string]*bool{
		"true": &yes, "false": &no, `"true"`: &yes, `"True"`: &yes, `" FALSE "`: &no,
		"null": nil, `""`: nil, `"perhaps"`: nil, "{}": nil,
	} {
		expect.Equal(t, value, want, values.Bool([]byte(value)))
	}
}

func TestValues_ArrayAcceptsOneElementAndText(t *testing.T) {
	t.Parallel()
	values := NewValues()
	for value, want := range map[string]string{
		"[1, 2]": "[1, 2]", `"[1]"`: "[1]", `" [1] "`: "[1]", `{"a":1}`: `[{"a":1}]`,
		`"{\"a\":1}"`: `[{"a":1}]`,
		"7":           "[7]", `"text"`: `["text"]`, `"[broken"`: `["[broken"]`, "null": "", `""`: "",
		`"  "`: "",
	} {
		expect.Equal(t, value, want, string(values.Array([]byte(value))))
	}
}
