// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package shape

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`null`: `{"types":["null"]}`,
		`[1, 2.5]`: `{"types":["array"],"count":"some",` +
			`"items":{"types":["number"],"forms":["decimals","whole"]}}`,
		`"Contoso"`:  `{"types":["string"],"forms":["word"],"length":"short"}`,
		`"Resolved"`: `{"types":["string"],"forms":["word"],"length":"short"}`,
		`[{"eventStatus":"resolved"},{"EventStatus":"Contoso"},{}]`: `{"types":["array"],` +
			`"count":"some","items":{"types":["object"],"keys":{"eventStatus":{"types":["string"],"presence":"sometimes",` +
			`"spelling":"capital","forms":["word"],"words":["Resolved"],"length":"short"}}}}`,
		`{"IsTest":"false","isTest":true}`: `{"types":["object"],"keys":{"IsTest":{"types":["string"],` +
			`"forms":["bool_text"],"length":"short"},"isTest":{"types":["bool"]}}}`,
		`{"contoso":1,"0d7e3a92-8b1c-4d7a-9a55-6e0f0f1c2d3b":{"id":""}}`: `{"types":["object"],` +
			`"other_keys":{"count":"some","shape":{"types":["number","object"],"forms":["whole"],"keys":{"id":` +
			`{"types":["string"],"forms":["empty"],"length":"empty"}}}}}`,
		`{"activityLogs":"[{\"statusTo\":\"Active\"}]"}`: `{"types":["object"],"keys":{"activityLogs":` +
			`{"types":["string"],"forms":["json_array"],"length":"short","json_text":{"types":["array"],` +
			`"count":"one","items":{"types":["object"],"keys":{"statusTo":{"types":["string"],` +
			`"words":["Active"],"length":"short"}}}}}}}`,
	} {
		value := expect.Must(Decode([]byte(text)))(t)
		described, cut := Of(value)
		expect.Equal(t, text, want, string(expect.Must(json.Marshal(described))(t)))
		expect.Equal(t, text+" cut", 0, cut)
	}
}

// A reply can nest documented keys in each other, in arrays, and in texts.
func TestOf_AHostileValueHasFewPlaces(t *testing.T) {
	t.Parallel()
	const width = 20
	nest := func(below any) any {
		object := map[string]any{}
		for _, key := range Keys()[:width] {
			object[key] = below
		}
		return []any{object, map[string]any{"x" + Keys()[0]: below}}
	}
	text := string(expect.Must(json.Marshal(nest(1)))(t))
	value := nest(nest(nest(text)))
	first, cut := Of(value)
	if cut < width {
		t.Errorf("%d places are cut", cut)
	}
	content := expect.Must(json.Marshal(first))(t)
	if len(content) > 50_000 {
		t.Errorf("the shape has %d bytes", len(content))
	}
	again, _ := Of(value)
	expect.Equal(t, "again", string(content), string(expect.Must(json.Marshal(again))(t)))
}

func TestForms(t *testing.T) {
	t.Parallel()
	const id = "0d7e3a92-8b1c-4d7a-9a55-6e0f0f1c2d3b"
	v := NewVocabulary()
	for text, want := range map[string]string{
		"": FormEmpty, " ": FormEmpty, id: FormGUID, id + "_" + id: FormTwoGUIDs,
		"9999-12-31T23:59:59.9970000": FormPlaceholder, "2021-12-08T00:25:45.69": FormTime,
		"2021-12-08T00:25:45Z": FormUTC, "2023-07-10T12:34:27.8016635+05:30": FormOffset,
		"2021-12-08": formDate, "10": formNumber, "False": formBool, "https://a/b": formURL,
		`\sample\url`: formPath, "/subscriptions/x": formPath, `{"a":1}`: FormObject,
		"[ {...} ]": formText, "Contoso": formWord, "agent@contoso.com": formText, "{": formText,
	} {
		expect.Equal(t, text, want, v.Form(text))
	}
	for text, want := range map[string]string{"1": formWhole, "1.5": formDecimal,
		"120.5682999999995904716": formMany, "1e9": formOther, "99999999999999999999": formOther} {
		expect.Equal(t, text, want, numberForm(text))
	}
}

// A reply nests deeper than any stack, and has more keys than any memory.
func TestOf_IsBounded(t *testing.T) {
	t.Parallel()
	var deep any = "x"
	for range 5000 {
		deep = []any{deep}
	}
	described, _ := Of(deep)
	text := string(expect.Must(json.Marshal(described))(t))
	if len(text) > 1000 {
		t.Errorf("the shape has %d bytes", len(text))
	}
}

func TestDecode_RefusesMoreThanOneValue(t *testing.T) {
	t.Parallel()
	for _, text := range []string{``, `[]]`, `{}}`, `[] []`, `1,`, `[`} {
		if value, err := Decode([]byte(text)); err == nil {
			t.Errorf("%s is %v", text, value)
		}
	}
}

func TestTooMany(t *testing.T) {
	t.Parallel()
	for _, element := range []string{"{},", "[],", "0,", `{"a":0},`, `{"a":`, "["} {
		expect.Equal(t, "few "+element, false, TooMany([]byte(strings.Repeat(element, 1000))))
		expect.Equal(t, "many "+element, true, TooMany([]byte(strings.Repeat(element, maxValues+1))))
	}
}
