// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"encoding/json"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// FuzzDecode reads any list of records. No record is lost, and each can be told from the others
// that differ. Values appear only if the query asks for them.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"[]", "[null]", `[{"id":"1","operationDate":"2026-01-15"},{"id":1}]`,
		`[{"customizedData":[{"key":"k","value":null},{"value":"v"},null]}]`,
		`[{"customizedData":{"a":1},"resourceNewValue":"{\"a\":1}","ID":[]}]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var page partnercenter.Page
		if json.Unmarshal(body, &page.Items) != nil {
			return
		}
		records, err := decode(page, false)
		if err != nil {
			return
		}
		if len(records) != len(page.Items) {
			t.Errorf("%d of %d records", len(records), len(page.Items))
		}
		for i, r := range records {
			if r.key == "" || r.ResourceNewValue != "" || r.ResourceOldValue != "" {
				t.Errorf("%s: %+v", page.Items[i], r)
			}
		}
	})
}
