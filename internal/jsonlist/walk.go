// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import "iter"

// These functions walk over valid JSON, so they never run past its end.

// Members yields the keys of an object, with their quotes, and the values.
func Members(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for i := skipBlanks(object, 1); object[i] != '}'; {
			start := i
			i = endOfValue(object, i)
			key := object[start:i]
			i = skipBlanks(object, i) // the colon
			start = skipBlanks(object, i+1)
			i = endOfValue(object, start)
			if !yield(key, object[start:i]) {
				return
			}
			i = nextInSequence(object, i)
		}
	}
}

// Elements yields the elements of an array.
func Elements(array []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i := skipBlanks(array, 1); array[i] != ']'; {
			start := i
			i = endOfValue(array, i)
			if !yield(array[start:i]) {
				return
			}
			i = nextInSequence(array, i)
		}
	}
}

// endOfValue returns the index after the value that starts at raw[start].
func endOfValue(raw []byte, start int) int {
	if raw[start] == '"' {
		return closingQuote(raw, start+1) + 1
	}
	var scan valueScan
	length, _ := scan.end(raw[start:], 0)
	return start + length
}

// nextInSequence returns the index of what follows a comma, or of the closing bracket.
func nextInSequence(raw []byte, i int) int {
	if i = skipBlanks(raw, i); raw[i] == ',' {
		i = skipBlanks(raw, i+1)
	}
	return i
}

func skipBlanks(raw []byte, i int) int {
	for raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\r' || raw[i] == '\t' {
		i++
	}
	return i
}
