// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import "bytes"

// valueScan only finds the end of a JSON value: it follows strings and counts brackets. It can
// continue when more bytes arrive, so that it reads no byte twice, however small the pieces of a
// reply are. The zero value is at the start of a value.
type valueScan struct {
	depth    int // open objects and arrays
	inString bool
}

// end scans value[from:], where from is 0 or the last call's result. It returns the length of the
// value, or the available length and false if the value is incomplete. Only the next byte shows the
// end of a number or a word. A byte that cannot start a value counts as a value of one byte.
func (s *valueScan) end(value []byte, from int) (int, bool) {
	for i := from; i < len(value); i++ {
		if s.inString {
			if i = closingQuote(value, i); i == len(value) {
				break
			}
			if s.inString = false; s.depth == 0 {
				return i + 1, true
			}
			continue
		}
		switch value[i] {
		case '"', '{', '[':
			switch {
			case s.depth == 0 && i > 0: // after a number or a word
				return i, true
			case value[i] == '"':
				s.inString = true
			default:
				s.depth++
			}
		case '}', ']':
			switch s.depth {
			case 0:
				return max(i, 1), true
			case 1:
				return i + 1, true
			}
			s.depth--
		case ',', ':', ' ', '\t', '\r', '\n':
			if s.depth == 0 {
				return max(i, 1), true
			}
		}
	}
	return len(value), false
}

// closingQuote returns the index of the first quote at or after i that ends a string, or
// len(value).
func closingQuote(value []byte, i int) int {
	for {
		next := bytes.IndexByte(value[i:], '"')
		if next < 0 {
			return len(value)
		}
		if i += next; !isEscaped(value, i) {
			return i
		}
		i++
	}
}

// isEscaped reports whether an odd number of backslashes precedes value[i].
func isEscaped(value []byte, i int) bool {
	first := i
	for first > 0 && value[first-1] == '\\' {
		first--
	}
	return (i-first)%2 == 1
}
