// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// Bool accepts true and "true". Other values are nil.
func (r *Values) Bool(raw []byte) *bool {
	if v, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(r.Text(raw)))); err == nil {
		return &v
	}
	return nil
}

// Array returns an array unchanged, and any other value as the only element of an array. The array
// or object may be JSON text in a string. null and a blank string are nil.
func (r *Values) Array(raw []byte) []byte {
	if inner, ok := Embedded(raw); ok {
		raw = inner
	}
	switch {
	case raw[0] == '[':
		return raw
	case strings.TrimSpace(r.Text(raw)) == "":
		return nil
	}
	return slices.Concat([]byte{'['}, raw, []byte{']'})
}

// Embedded returns the array or object that a JSON string contains as text.
func Embedded(raw []byte) ([]byte, bool) {
	if raw[0] != '"' {
		return nil, false
	}
	inner := bytes.TrimSpace(appendPlain(make([]byte, 0, len(raw)), raw))
	if len(inner) == 0 || inner[0] != '{' && inner[0] != '[' || !isValid(inner) {
		return nil, false
	}
	return inner, true
}
