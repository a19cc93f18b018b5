// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"
)

// FuzzVisible shows any text. Nothing of it moves a cursor, and an id that is accepted as visible
// is shown as it is.
func FuzzVisible(f *testing.F) {
	for _, seed := range []string{"", "Contoso AG", "\x1b[2J", "a\u202eb", "a\u00a0b", " a", "😀\u200d",
		"\xff",
		"5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593", "urn:uuid:5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593",
		"a\u3164b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shown := Printable(text)
		if strings.ContainsFunc(shown, func(r rune) bool { return !unicode.IsGraphic(r) }) {
			t.Errorf("%q is shown as %q", text, shown)
		}
		if CheckVisible(text) == nil && strings.ToValidUTF8(text, "") == text && shown != text {
			t.Errorf("%q is accepted, and shown as %q", text, shown)
		}
		for _, err := range []error{CheckGUID(text), CheckEventID(text), CheckTime(text)} {
			if err != nil && strings.ContainsFunc(err.Error(), unicode.IsControl) {
				t.Errorf("%q", err)
			}
		}
		if CheckGUID(text) == nil && strings.Trim(strings.ToLower(text), "0123456789abcdef-") != "" {
			t.Errorf("%q is a GUID", text)
		}
	})
}

// FuzzMemory reads private state that anybody could have written. It lets a decision overwrite a
// resolution of somebody else only if it says that the configuration made that resolution, or
// that its decision is a new one.
func FuzzMemory(f *testing.F) {
	for _, seed := range []string{"{}", `{"last":{"status":"Resolved","reason":"Fraud"}}`,
		`{"last":{"status":"Active"},"sent":{"status":"Resolved"},"sent_from":{"status":""}}`,
		`{"imported":true,"last":{"status":"Resolved","reason":"Ignore"}}`,
		`{"found":{"status":"Resolved","reason":"Legitimate"},"last":{"status":"Investigating"}}`} {
		f.Add([]byte(seed), "Resolved", "Legitimate")
	}
	f.Fuzz(func(t *testing.T, kept []byte, status, reason string) {
		var m *Memory
		if json.Unmarshal(kept, &m) != nil {
			return
		}
		seen := NewStanding(status, reason)
		d, err := NewDecision(string(Resolved), string(Fraud))
		if err != nil {
			t.Fatal(err)
		}
		same := m != nil && (m.Last == d.Standing() || m.sent(d.Standing()))
		if m.MayOverwrite(d, seen) && seen.Status == Resolved && !m.Owns(seen) &&
			(m == nil || m.Imported ||
				same) {
			t.Errorf("%s lets %v overwrite %v", kept, d, seen)
		}
		m.Moved(seen)
		m.TookEffect(seen)
		after := m.Affirmed(d)
		written, err := json.Marshal(after)
		if err != nil {
			t.Fatal(err)
		}
		var again Memory
		if err := json.Unmarshal(written, &again); err != nil {
			t.Fatal(err)
		}
		if again.MayOverwrite(d, seen) != after.MayOverwrite(d, seen) {
			t.Errorf("%s is read as another memory", written)
		}
	})
}

// FuzzMovement shows the movement of an event that private state or the service has described.
func FuzzMovement(f *testing.F) {
	f.Add("Resolved", "Fraud", "kim@contoso.com\r\x1b[2J", int64(1767225600))
	f.Add("\u202eActive", "", "", int64(-1<<62))
	f.Fuzz(func(t *testing.T, status, reason, by string, at int64) {
		m := Movement{Standing: NewStanding(status, reason), By: by, At: time.Unix(at, 0)}
		if said := m.String(); strings.ContainsFunc(said,
			func(r rune) bool { return !unicode.IsGraphic(r) }) {
			t.Errorf("%q", said)
		}
	})
}
