// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func decodeBytes(raw []byte, visit func(FraudEvent) error) error {
	return decodeEvents(&replyBody{reader: bytes.NewReader(raw), limit: 1 << 20, contentType: "test"}, visit)
}

// FuzzDecode feeds arbitrary replies to the decoder. Whatever comes, it does not panic, fails only with a
// *DecodeError, hands out no event without an id, and accepts nothing that is not JSON.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no samples: %v", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
		if i := bytes.IndexAny(raw, "[{"); i > 0 {
			f.Add(raw[i:])
		}
	}
	for _, seed := range []string{
		"", "null", "\xEF\xBB\xBF[]", `{"items":[{"eventId":"a"}]}`, "<html>", `[{"eventId":"a","isTest":"True","hitCount":1}]`,
		`[{"eventId":"a","activityLogs":["{\"statusTo\":\"b\"}","x",{}],"additionalDetails":"{}","affectedResources":"[]"}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		err := decodeBytes(raw, func(e FraudEvent) error {
			if strings.TrimSpace(e.EventID) == "" {
				t.Error("an event without an id")
			}
			return nil
		})
		var undecodable *DecodeError
		switch content := bytes.TrimSpace(bytes.TrimPrefix(raw, utf8BOM())); {
		case err != nil && !errors.As(err, &undecodable):
			t.Errorf("unexpected error %v", err)
		case err == nil && len(content) > 0 && !json.Valid(content):
			t.Error("accepted what is not JSON")
		}
	})
}

// manyEvents prints a list of n events like the documented one.
func manyEvents(b *testing.B, n int) []byte {
	b.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "02-get-fraud-events-newmodel.activityLogs-as-json-string.json"))
	if err != nil {
		b.Fatal(err)
	}
	one := bytes.Trim(bytes.TrimSpace(raw), "[]")
	all := make([][]byte, n)
	for i := range all {
		all[i] = bytes.Replace(one, []byte("2edeb5b1"), fmt.Appendf(nil, "%08x", i), 1)
	}
	return append(append([]byte{'['}, bytes.Join(all, []byte{','})...), ']')
}

// BenchmarkDecode measures the decoder in MB/s; compare BenchmarkJSONValid, which only scans the same bytes.
func BenchmarkDecode(b *testing.B) {
	raw := manyEvents(b, 1000)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		body := &replyBody{reader: bytes.NewReader(raw), limit: 1 << 30}
		if err := decodeEvents(body, func(FraudEvent) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkJSONValid(b *testing.B) {
	raw := manyEvents(b, 1000)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if !json.Valid(raw) {
			b.Fatal("not valid")
		}
	}
}
