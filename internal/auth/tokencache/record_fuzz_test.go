// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package tokencache

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// FuzzParse reads a token cache that anybody could have written. What is wrong with it is said
// without its content, and what is read can be used and written again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "{}", `{"version":2}`, `{"version":1,"records":{"id":null}}`,
		`{"version":1,"records":{"id":{"refresh_token":"SECRETTOKEN","access_tokens":{"k":{"token":"t",` +
			`"expires_on":"2026-01-01T00:00:00Z"}}}}}`, `{"version":1,"records":{"SECRETTOKEN":1}}`,
		`{"SECRETTOKEN`, "\xff\xfe{\x00}\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		read, damage := parse(text)
		if damage != nil && (strings.Contains(damage.Error(), "SECRETTOKEN") ||
			len(damage.Error()) > 200) {
			t.Error(damage)
		}
		record := read.record("id")
		record.Serving("k", auth.TokenRequest{}, time.Unix(0, 0))
		read.prune(time.Unix(0, 0))
		written, err := json.Marshal(read)
		if err != nil {
			t.Fatal(err)
		}
		if _, damage := parse(written); damage != nil {
			t.Errorf("%s: %v", written, damage)
		}
	})
}
