// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// FuzzDeciders reads an audit log that anybody could have written. Only a line that says so names
// who decided.
func FuzzDeciders(f *testing.F) {
	for _, seed := range []string{"", "{}", `{"kind":"webhook","user":[]}`,
		`{"user":"kim","result":"written",` +
			`"subscription_id":"s","event_id":"e","to":{"status":"Resolved"},"annotations":{"decided_by":"x"}}`,
		"\xef\xbb\xbf{\"user\":\"kim\"}\n\n{", `{"to":"x","annotations":null}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, log []byte) {
		path := filepath.Join(t.TempDir(), "audit.jsonl")
		if err := os.WriteFile(path, log, 0o600); err != nil {
			t.Fatal(err)
		}
		by, err := Deciders(path)
		if err != nil && strings.ContainsAny(strings.ReplaceAll(err.Error(), path, ""), "\n\x1b") {
			t.Errorf("%q", err)
		}
		for event, name := range by {
			if name == "" || !strings.Contains(event, "/") {
				t.Errorf("%q was decided by %q", event, name)
			}
		}
		if len(by) > bytes.Count(log, []byte("{")) {
			t.Errorf("%d decisions in %q", len(by), log)
		}
	})
}

// FuzzKept reads a line that an earlier or later version has kept, and keeps it again. Nothing of
// it changes.
func FuzzKept(f *testing.F) {
	for _, seed := range []string{`{"subscription_id":"s","event_id":"e"}`, `{"subscription_id":"s",` +
		`"event_id":"e","new":{"a":[1]},"event_time":"2026-01-15T08:00:00Z","is_test":true}`,
		`{"SUBSCRIPTION_ID":"s","Event_Id":"e","event_id":"f"}`,
		`{"subscription_id":"s","event_id":"e","x":null}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		r, err := parseRecord(line, members())
		if err != nil {
			return
		}
		for name := range r.later {
			if slices.ContainsFunc(members(), func(m string) bool { return strings.EqualFold(m, name) }) {
				t.Errorf("%s: %q is a field of this version", line, name)
			}
		}
		kept, err := marshalRecord(r)
		if err != nil || !json.Valid(kept) {
			t.Fatalf("%s became %s, %v", line, kept, err)
		}
		again, err := parseRecord(kept, members())
		if err != nil {
			t.Fatalf("%s: %v", kept, err)
		}
		if twice, err := marshalRecord(again); err != nil || !bytes.Equal(kept, twice) {
			t.Errorf("%s became %s", kept, twice)
		}
	})
}
