// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// samples returns the replies that services document, some of which are not valid JSON.
func samples(tb testing.TB) [][]byte {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join("..", "partnercenter", "testdata", "*.*"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no samples: %v", err)
	}
	var all [][]byte
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, raw)
		if i := bytes.IndexAny(raw, "[{"); i > 0 {
			all = append(all, raw[i:])
		}
	}
	return all
}

// addSamples gives a fuzz test the documented replies and the known oddities.
func addSamples(f *testing.F) {
	f.Helper()
	for _, sample := range samples(f) {
		f.Add(sample)
	}
	for _, seed := range []string{
		"", "null", "\xEF\xBB\xBF[]", `{"items":[{"id":"a"}]}`, "<html>", `[{"id":"a"},{}]`,
		`{"\u0069tem\u017f":[{"a":"{\"b\":[1]}"}]}`,
		"[{\"id\":\"\xff\",\"\xff\":[1, 2 ],\"a\":\"\\\\\\\"\"}]",
	} {
		f.Add([]byte(seed))
	}
}

func readFrom(reader io.Reader, visit func(Element) error) error {
	return Read(Source{Reader: reader, Limit: 1 << 30, ContentType: "test"}, visit)
}

// FuzzRead feeds arbitrary replies to Read. It must not panic, fails only with an *Error, returns
// only valid objects, and accepts only JSON. The pieces in which the reply arrives make no
// difference.
func FuzzRead(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		collect := func(reader io.Reader) (objects []string, err error) {
			err = readFrom(reader, func(e Element) error {
				if !json.Valid(e.JSON) || e.JSON[0] != '{' {
					t.Errorf("handed out %q", e.JSON)
				}
				objects = append(objects, string(e.JSON))
				return nil
			})
			return objects, err
		}
		atOnce, err := collect(bytes.NewReader(raw))
		var undecodable *Error
		switch content := bytes.TrimSpace(bytes.TrimPrefix(raw, BOM())); {
		case err != nil && !errors.As(err, &undecodable):
			t.Errorf("unexpected error %v", err)
		case err == nil && len(content) > 0 && !json.Valid(content):
			t.Error("accepted what is not JSON")
		}
		inPieces, errInPieces := collect(iotest.OneByteReader(bytes.NewReader(raw)))
		if diff := cmp.Diff(atOnce, inPieces); diff != "" || (err == nil) != (errInPieces == nil) {
			t.Errorf("byte by byte: %v, not %v %s", errInPieces, err, diff)
		}
	})
}

// FuzzValues compares the content of an array or object with the result of encoding/json.
func FuzzValues(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = bytes.TrimSpace(raw)
		if !json.Valid(raw) {
			return
		}
		values := NewValues()
		var object map[string]json.RawMessage
		var array []json.RawMessage
		var plain string
		switch raw[0] {
		case '{':
			_ = json.Unmarshal(raw, &object)
			got := map[string]json.RawMessage{}
			for key, value := range Members(raw) {
				got[values.Text(key)] = value
			}
			expect.Equal(t, "got", object, got)
		case '[':
			_ = json.Unmarshal(raw, &array)
			got := []json.RawMessage{}
			got = slices.AppendSeq(got, rawMessages(raw))
			expect.Equal(t, "got", array, got)
		case '"':
			_ = json.Unmarshal(raw, &plain)
			expect.Equal(t, "got", plain, values.Text(raw))
			if got, want := string(values.Fold(raw)), strings.ToLower(strings.ToUpper(plain)); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	})
}

func rawMessages(array []byte) func(func(json.RawMessage) bool) {
	return func(yield func(json.RawMessage) bool) {
		for element := range Elements(array) {
			if !yield(element) {
				return
			}
		}
	}
}

// FuzzFastLength holds the shortcut to its promise: encoding/json accepts whatever it accepts.
func FuzzFastLength(f *testing.F) {
	addSamples(f)
	for _, seed := range []string{
		`[0]`, `[-]`, `[01]`, `[-0.5,1.]`, `[1e5]`, `{"a":tru}`, `["\u00e9","\u00g9","\x"]`, "[\"\x1f\"]",
		`{"a" 1}`, `{,}`, `[1,]`, `[}`,
		`{"a":1,}`, `{1:2}`, `["\u12`, `["\`, `[nulll]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		length := fastLength(raw)
		if length != dontKnow && !json.Valid(raw[:length]) {
			t.Errorf("took %q", raw[:length])
		}
	})
}
