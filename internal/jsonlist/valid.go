// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import "encoding/json"

// encoding/json decides what is valid JSON, but takes longer than the rest of the decoder. This
// file is a shortcut for the usual case. It accepts only JSON that encoding/json accepts. For
// anything else, such as invalid, truncated, or deeply nested JSON, it returns dontKnow.

const (
	dontKnow    = -1
	maxFastNest = 64 // documented events nest three levels deep
)

// isValid reports whether raw is valid JSON.
func isValid(raw []byte) bool {
	return fastLength(raw) == len(raw) || json.Valid(raw)
}

// fastLength returns the length of the valid object or array at the start of b, or dontKnow.
func fastLength(b []byte) int {
	if len(b) == 0 || b[0] != '{' && b[0] != '[' {
		return dontKnow
	}
	return fastValue(b, 0, 0)
}

// fastValue and the functions below return the index after the value at b[i], or dontKnow.
func fastValue(b []byte, i, depth int) int {
	if i >= len(b) {
		return dontKnow
	}
	switch b[i] {
	case '"':
		return fastString(b, i)
	case '{', '[':
		if depth < maxFastNest {
			return fastSequence(b, i, depth+1)
		}
		return dontKnow
	case 't':
		return fastWord(b, i, "true")
	case 'f':
		return fastWord(b, i, "false")
	case 'n':
		return fastWord(b, i, "null")
	}
	return fastNumber(b, i)
}

// fastSequence reads an object or an array.
func fastSequence(b []byte, i, depth int) int {
	isObject := b[i] == '{'
	closing := b[i] + 2 // in ASCII, for either kind
	if i = fastBlanks(b, i+1); i < len(b) && b[i] == closing {
		return i + 1
	}
	for {
		if isObject {
			if i >= len(b) || b[i] != '"' {
				return dontKnow
			}
			if i = fastString(b, i); i == dontKnow {
				return dontKnow
			}
			if i = fastBlanks(b, i); i >= len(b) || b[i] != ':' {
				return dontKnow
			}
			i = fastBlanks(b, i+1)
		}
		if i = fastValue(b, i, depth); i == dontKnow {
			return dontKnow
		}
		switch i = fastBlanks(b, i); {
		case i >= len(b):
			return dontKnow
		case b[i] == closing:
			return i + 1
		case b[i] != ',':
			return dontKnow
		}
		i = fastBlanks(b, i+1)
	}
}

func fastString(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return dontKnow
		case c == '\\':
			if i++; i >= len(b) {
				return dontKnow
			}
			if unescaped(b[i]) != 0 {
				continue
			}
			if b[i] != 'u' || i+4 >= len(b) || !isHex(b[i+1:i+5]) {
				return dontKnow
			}
			i += 4
		}
	}
	return dontKnow
}

func isHex(digits []byte) bool {
	for _, c := range digits {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

func fastWord(b []byte, i int, word string) int {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return dontKnow
	}
	return i + len(word)
}

// fastNumber reads digits with a sign and a fraction. It leaves the rare exponents to
// encoding/json.
func fastNumber(b []byte, i int) int {
	if i < len(b) && b[i] == '-' {
		i++
	}
	first := i
	if i = fastDigits(b, i); i == first || b[first] == '0' && i > first+1 {
		return dontKnow
	}
	if i < len(b) && b[i] == '.' {
		first = i + 1
		if i = fastDigits(b, first); i == first {
			return dontKnow
		}
	}
	return i
}

func fastDigits(b []byte, i int) int {
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	return i
}

func fastBlanks(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}
