// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
)

// FuzzPrivateState reads private state of any content. Without a registration of ours in it, no
// registration of the service is ours, so destroy restores and deletes nothing.
func FuzzPrivateState(f *testing.F) {
	for _, seed := range []string{"", "{}", "null", `{"Ours":{"URL":"https://h","Events":["a"]}}`,
		`{"Prior":null,"PriorKnown":true,"Pending":{}}`, `{"Ours":[]}`, `{"Ours":{}}`} {
		f.Add([]byte(seed), "https://h")
	}
	f.Fuzz(func(t *testing.T, kept []byte, url string) {
		var diags diag.Diagnostics
		state := acctest.PrivateState{memoryKey: kept}
		m := recall(t.Context(), state, &diags)
		found := webhooks.Registration{URL: url, Events: []string{"a"}}
		if m.Ours == nil && m.owns(found) {
			t.Errorf("%q makes %q ours", kept, url)
		}
		m.sees(found).store(t.Context(), state, &diags)
		if diags.HasError() || recall(t.Context(), state,
			&diags).owns(found) != m.sees(found).owns(found) {
			t.Errorf("%q is read as another memory: %v", kept, diags)
		}
	})
}
