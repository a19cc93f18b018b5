// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/review"
)

// FuzzRead reviews any JSON. Each form of the review is visible text within its limit, and the
// review with the most attention still says so in JSON.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(content) < 64<<10 {
			f.Add(content)
		}
	}
	f.Add([]byte(`{"format_version":"1.2","resource_changes":[{"type":"partnercenter_fraud_event_resolution",` +
		`"change":{"actions":["create"],"after":{"event_id":"<b>@x\u001b","status":[],"reason":{}},` +
		`"after_unknown":true,"after_sensitive":{"reason":true}}}]}`))
	f.Fuzz(func(t *testing.T, plan []byte) {
		r, err := review.Read(bytes.NewReader(plan), review.Options{})
		var said string
		if err != nil {
			said = err.Error()
		} else {
			said = r.Text() + r.Markdown(0)
			if limited := r.Markdown(2000); len(limited) > 2000 {
				t.Errorf("%d bytes", len(limited))
			}
			if _, err := json.Marshal(r); err != nil {
				t.Error(err)
			}
			r.NeedsAttention()
		}
		if strings.ContainsFunc(said, func(r rune) bool { return r != '\n' && !unicode.IsGraphic(r) }) {
			t.Errorf("%q", said)
		}
	})
}
