// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// FuzzRegistration reads a registration in any JSON. It is equal to itself, and needs no change.
func FuzzRegistration(f *testing.F) {
	for _, seed := range []string{"{}",
		`{"webhookUrl":"https://h/x?code=1","webhookEvents":["a","A",` +
			`null],"SignatureTokenToMsSignatureHeader":"True"}`, `{"WebhookUrl":"%zz","WebhookEvents":[]}`,
		`{"WebhookUrl":1}`, `{"WebhookUrl":"HTTPS://H:443","lastModifiedTimestamp":{}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := decode(partnercenter.Reply{Body: body})
		if err != nil || r == nil {
			return
		}
		if !r.Meets(*r) || !same(r, r) || len(r.Without(*r)) > 0 {
			t.Errorf("%s does not equal itself: %+v", body, r)
		}
	})
}
