// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
)

// BenchmarkRead measures the cost of cutting a list into objects without reading them.
func BenchmarkRead(b *testing.B) {
	var objects [][]byte
	for _, sample := range samples(b) {
		if json.Valid(sample) {
			_ = readFrom(bytes.NewReader(sample), func(e Element) error {
				objects = append(objects, slices.Clone(e.JSON))
				return nil
			})
		}
	}
	many := bytes.Join(slices.Repeat(objects, 1000/len(objects)), []byte(","))
	list := slices.Concat([]byte("["), many, []byte("]"))
	b.SetBytes(int64(len(list)))
	b.ReportAllocs()
	for b.Loop() {
		if err := readFrom(bytes.NewReader(list), func(Element) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
