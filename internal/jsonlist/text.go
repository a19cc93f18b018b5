// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"encoding/json"
	"hash/maphash"
	"unicode/utf8"
)

// Values converts JSON values to Go values, and accepts several forms: a number in a string, JSON
// as text. Many values repeat in every element of a list (a status, a customer, a placeholder), so
// it caches some strings. Its methods expect valid JSON without surrounding white space.
type Values struct {
	seed   maphash.Seed
	kept   [1024]string // by hash; a new entry replaces the old one
	plain  []byte       // reused
	folded []byte       // reused
}

// NewValues returns a Values for one goroutine.
func NewValues() *Values { return &Values{seed: maphash.MakeSeed()} }

const longestKept = 64 // bytes

// Text returns a string unchanged, "" for null, and the compact JSON of any other value.
func (r *Values) Text(raw []byte) string {
	inner := raw[1:max(1, len(raw)-1)]
	if raw[0] == '"' && bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return r.keep(inner)
	}
	r.plain = AppendText(r.plain[:0], raw)
	return r.keep(r.plain)
}

// keep returns b as a string.
func (r *Values) keep(b []byte) string {
	if len(b) > longestKept {
		return string(b)
	}
	place := &r.kept[maphash.Bytes(r.seed, b)%uint64(len(r.kept))]
	if *place != string(b) {
		*place = string(b)
	}
	return *place
}

// Fold returns a case-folded key without quotes. The result is usable until the next call.
func (r *Values) Fold(key []byte) []byte {
	r.folded = r.folded[:0]
	for _, c := range key[1 : len(key)-1] {
		switch {
		case c == '\\' || c >= utf8.RuneSelf:
			// The long s and the Kelvin sign fold to ASCII, so convert to upper case first.
			return bytes.ToLower(bytes.ToUpper(appendPlain(nil, key)))
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		r.folded = append(r.folded, c)
	}
	return r.folded
}

// AppendText appends a string unchanged, nothing for null, and the compact JSON of any other value.
// The value must be valid JSON.
func AppendText(dst, raw []byte) []byte {
	switch raw[0] {
	case '"':
		return appendPlain(dst, raw)
	case '{', '[':
		compact := bytes.NewBuffer(dst)
		_ = json.Compact(compact, raw) // cannot fail: it is valid
		return compact.Bytes()
	case 'n':
		return dst
	}
	return append(dst, raw...)
}

// Text decodes any JSON value: a string as its text, null as an empty text, and another value as
// its JSON. One unusual field must not hide a record.
type Text string

// UnmarshalJSON implements [json.Unmarshaler].
func (t *Text) UnmarshalJSON(raw []byte) error {
	*t = Text(AppendText(nil, raw))
	return nil
}

// appendPlain appends the content of a quoted JSON string. It handles one-letter escapes itself,
// because JSON text in a string is full of them. encoding/json handles the rare string with \u or
// with invalid UTF-8.
func appendPlain(dst, raw []byte) []byte {
	start := len(dst)
	rest := raw[1 : len(raw)-1]
	for {
		i := bytes.IndexByte(rest, '\\')
		if i < 0 {
			break
		}
		c := unescaped(rest[i+1])
		if c == 0 {
			return appendAnyPlain(dst[:start], raw)
		}
		dst = append(append(dst, rest[:i]...), c)
		rest = rest[i+2:]
	}
	if dst = append(dst, rest...); !utf8.Valid(dst[start:]) {
		return appendAnyPlain(dst[:start], raw)
	}
	return dst
}

func appendAnyPlain(dst, raw []byte) []byte {
	var s string
	_ = json.Unmarshal(raw, &s) // cannot fail: it is a valid string
	return append(dst, s...)
}

// unescaped returns the meaning of a letter after a backslash, or 0 if the escape is longer.
func unescaped(letter byte) byte {
	switch letter {
	case '"', '\\', '/':
		return letter
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	}
	return 0
}

// IsNull reports whether a value is null.
func IsNull(raw []byte) bool { return raw[0] == 'n' }
