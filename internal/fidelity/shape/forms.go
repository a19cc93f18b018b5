// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package shape

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
)

var errTrailing = errors.New("there is more than one JSON value")

// Forms of texts and numbers.
const (
	FormEmpty       = "empty"
	FormGUID        = "guid"
	FormTwoGUIDs    = "two_guids"
	FormPlaceholder = "placeholder" // the end of time
	FormTime        = "time"        // without a zone
	FormUTC         = "utc_time"
	FormOffset      = "offset_time"
	formDate        = "date"
	formNumber      = "number_text"
	formBool        = "bool_text"
	formURL         = "url"
	formPath        = "path"
	FormObject      = "json_object"
	FormArray       = "json_array"
	formWord        = "word"
	formText        = "text"

	formWhole   = "whole"
	formDecimal = "decimals"
	formMany    = "many_decimals" // more than a float has
	formOther   = "other"
)

// Forms returns all forms.
func Forms() []string {
	return []string{FormEmpty, FormGUID, FormTwoGUIDs, FormPlaceholder, FormTime, FormUTC, FormOffset,
		formDate, formNumber, formBool, formURL, formPath, FormObject, FormArray, formWord, formText,
		formWhole, formDecimal, formMany, formOther}
}

const guid = `[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}`

// form is a form that a pattern describes.
type form struct {
	name    string
	pattern *regexp.Regexp
}

// compiledForms returns the forms with a pattern, the narrowest first.
func compiledForms() []form {
	const moment = `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?`
	var forms []form
	for _, f := range [][2]string{
		{FormGUID, guid},
		{FormTwoGUIDs, guid + `[_-]` + guid},
		{FormPlaceholder, `9999-12-31T.*`},
		{FormTime, moment},
		{FormUTC, moment + `(Z|\+00:00)`},
		{FormOffset, moment + `[+-]\d\d:\d\d`},
		{formDate, `\d{4}-\d\d-\d\d`},
		{formNumber, `-?\d+(\.\d+)?`},
		{formBool, `(?i:true|false)`},
		{formURL, `(?s:[A-Za-z]+://.*)`},
		{formPath, `(?s:[/\\].*)`},
		{formWord, `[A-Za-z0-9_-]+`},
	} {
		forms = append(forms, form{f[0], regexp.MustCompile(`^(?:` + f[1] + `)$`)})
	}
	return forms
}

// Form returns the form of a text.
func (v *Vocabulary) Form(text string) string {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "":
		return FormEmpty
	case trimmed[0] == '{' && json.Valid([]byte(trimmed)):
		return FormObject
	case trimmed[0] == '[' && json.Valid([]byte(trimmed)):
		return FormArray
	}
	for _, f := range v.forms {
		if f.pattern.MatchString(text) {
			return f.name
		}
	}
	return formText
}

// numberForm returns the form of a number as JSON writes it.
func numberForm(text string) string {
	_, decimals, found := strings.Cut(text, ".")
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return formWhole
	}
	switch {
	case !found || strings.ContainsAny(text, "eE"):
		return formOther
	case len(decimals) > 15:
		return formMany
	}
	return formDecimal
}
