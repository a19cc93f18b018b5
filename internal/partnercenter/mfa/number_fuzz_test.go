// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package mfa

import (
	"encoding/json"
	"testing"
)

// FuzzNumber reads a count. A count that is not one is an error, because a wrong number would be a
// false proof, and sums of counts stay right.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"1", `"12"`, "null", `""`, "-1", "9223372036854775807", "1e3", "{}",
		`"null"`, `"\u0031"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var n number
		if json.Unmarshal(raw, &n) == nil && (n < 0 || n > 1<<40) {
			t.Errorf("%s became %d", raw, n)
		}
	})
}
