// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"encoding/json"
	"hash/maphash"
	"unicode/utf8"
)

// textReader turns JSON values into texts. Many values stand in every event of a reply (a status, a subscription, a
// placeholder), so it keeps some and hands the same string out again.
type textReader struct {
	seed  maphash.Seed
	kept  [1024]string // by hash; a newcomer takes the place of what was there
	plain []byte       // reused
}

const longestKept = 64 // bytes

// text returns what appendText appends.
func (r *textReader) text(raw []byte) string {
	if inner := raw[1:max(1, len(raw)-1)]; raw[0] == '"' && bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return r.keep(inner)
	}
	r.plain = appendText(r.plain[:0], raw)
	return r.keep(r.plain)
}

// keep returns b as a string.
func (r *textReader) keep(b []byte) string {
	if len(b) > longestKept {
		return string(b)
	}
	place := &r.kept[maphash.Bytes(r.seed, b)%uint64(len(r.kept))]
	if *place != string(b) {
		*place = string(b)
	}
	return *place
}

// appendText appends a string as it is, nothing for null, and the compact JSON of any other value. The value is valid JSON.
func appendText(dst, raw []byte) []byte {
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

// appendPlain appends what a JSON string, with its quotes, stands for. The escapes of one letter are done here, since
// JSON text in a string is full of them. The rare string with \u or with broken UTF-8 is left to encoding/json.
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

// unescaped returns what a letter stands for after a backslash, or 0 if it takes more than the letter.
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

func isNull(raw []byte) bool { return raw[0] == 'n' }
