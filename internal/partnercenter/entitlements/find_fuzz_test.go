// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// FuzzPlansOf reads any usage records. Each plan is found once, and only in records of plans.
func FuzzPlansOf(f *testing.F) {
	for _, seed := range []string{"[]", "[null]", `[{"id":"A","offerId":"DZH318Z0BPS6:0001"},` +
		`{"ID":"a","offerId":"dzh318z0bps6:0002"},{"id":"","offerId":"DZH318Z0BPS6"}]`,
		`[{"id":1,"offerId":[]}]`, `[{"id":"b","offerId":"MS-AZR-0145P"}]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var page partnercenter.Page
		if json.Unmarshal(body, &page.Items) != nil {
			return
		}
		records, err := partnercenter.Items[usageJSON](page)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, id := range plansOf(records) {
			if id == "" || seen[strings.ToLower(id)] {
				t.Errorf("%s: %q", body, id)
			}
			seen[strings.ToLower(id)] = true
		}
	})
}
