// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"encoding/json"
	"hash/maphash"
	"unicode/utf8"
)

// Values turns JSON values into what Go works with, in whichever form they come: a number in a
// string, JSON as text. Many values stand in every element of a list (a status, a customer, a
// placeholder), so it keeps some and hands the same string out again. What its methods take is
// valid JSON without blanks around it.
type Values struct {
	seed   maphash.Seed
	kept   [1024]string // by hash; a newcomer takes the place of what was there
	plain  []byte       // reused
	folded []byte       // reused
}

// NewValues returns a Values for one goroutine.
func NewValues() *Values { return &Values{seed: maphash.MakeSeed()} }

const longestKept = 64 // bytes

// Text returns a string as it is, "" for null, and the compact JSON of any other value.
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

// Fold returns a key without quotes and without regard to case. The result is good until the next
// call.
func (r *Values) Fold(key []byte) []byte {
	r.folded = r.folded[:0]
	for _, c := range key[1 : len(key)-1] {
		switch {
		case c == '\\' || c >= utf8.RuneSelf:
			// Two letters beyond ASCII fold to ASCII, the long s and the Kelvin sign: hence upper case
			// first.
			return bytes.ToLower(bytes.ToUpper(appendPlain(nil, key)))
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		r.folded = append(r.folded, c)
	}
	return r.folded
}

// AppendText appends a string as it is, nothing for null, and the compact JSON of any other value.
// The value is valid JSON.
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

// appendPlain appends what a JSON string, with its quotes, stands for. The escapes of one letter
// are done here, since JSON text in a string is full of them. The rare string with \u or with
// broken UTF-8 is left to encoding/json.
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

// unescaped returns what a letter stands for after a backslash, or 0 if it takes more than the
// letter.
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

// IsNull says whether a value is null.
func IsNull(raw []byte) bool { return raw[0] == 'n' }
