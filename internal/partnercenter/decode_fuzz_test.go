// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
)

func decodeBytes(raw []byte, visit func(fraud.Event) error) error {
	return decodeFrom(bytes.NewReader(raw), visit)
}

func decodeFrom(reader io.Reader, visit func(fraud.Event) error) error {
	return decodeEvents(jsonlist.Source{Reader: reader, Limit: 1 << 30, ContentType: "test"}, visit)
}

// addSamples gives a fuzz test the documented bodies and the known oddities.
func addSamples(f *testing.F) {
	f.Helper()
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
		"", "null", "\xEF\xBB\xBF[]", `{"items":[{"eventId":"a"}]}`, "<html>",
		`[{"eventId":"a","isTest":"True","hitCount":1}]`,
		`[{"eventId":"a","activityLogs":["{\"statusTo\":\"b\"}","x",{}],` +
			`"additionalDetails":"{}","affectedResources":"[]"}]`,
		`[{"eventId":"a","eventId":-1.5e3,"\u0065ventTime":"\ud83d\ude00\/",` +
			`"ev\u00e9nt":[],"ſeverity":"\ud800","linK":true}]`,
		"[{\"eventId\":\"\xff\",\"additionalDetails\":{\"\xff\":[1, 2 ],\"\":{},\"a\":\"\\\\\\\"\"}}]",
	} {
		f.Add([]byte(seed))
	}
}

// FuzzDecode feeds arbitrary replies to the decoder. It must not panic, fails only with a
// *jsonlist.Error, and returns no event without an id.
func FuzzDecode(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		err := decodeBytes(raw, func(e fraud.Event) error {
			if strings.TrimSpace(e.EventID) == "" {
				t.Error("an event without an id")
			}
			return nil
		})
		var undecodable *jsonlist.Error
		if err != nil && !errors.As(err, &undecodable) {
			t.Errorf("unexpected error %v", err)
		}
	})
}

// FuzzDecode_ReadsAnEventAsEncodingJSONDoes compares every field with plain encoding/json's result
// for the same event. It reads the event in one piece, byte by byte, and with the end of the reply
// together with its last byte.
func FuzzDecode_ReadsAnEventAsEncodingJSONDoes(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = bytes.Trim(raw, " \t\r\n[]") // the samples are lists of one
		if !json.Valid(raw) {
			return
		}
		want, wantErr := readPlainly(raw)
		isEvent := wantErr == nil && strings.TrimSpace(want.EventID) != ""
		list := slices.Concat([]byte("[ "), raw, []byte(" ]"))
		for name, reader := range map[string]io.Reader{
			"at once": bytes.NewReader(list), "byte by byte": iotest.OneByteReader(bytes.NewReader(list)),
			"with its end": iotest.DataErrReader(bytes.NewReader(list)),
		} {
			var got []fraud.Event
			err := decodeFrom(reader, func(e fraud.Event) error {
				got = append(got, e)
				return nil
			})
			if isEvent != (err == nil) {
				t.Fatalf("%s: got %v, and encoding/json %v", name, err, wantErr)
			}
			if err != nil {
				continue
			}
			expect.Equal(t, name, []fraud.Event{want}, got)
		}
	})
}
