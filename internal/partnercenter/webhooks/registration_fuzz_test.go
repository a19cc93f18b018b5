// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"strings"
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

// FuzzRedacted shows a URL whose secrets are anywhere but in its host and path.
func FuzzRedacted(f *testing.F) {
	f.Add("https", "kim", "hooks.example", "/a", "code")
	f.Add("https", "a b", "%zz", "", "")
	f.Add("", "", "h", "x\x00", "a;b")
	f.Fuzz(func(t *testing.T, scheme, user, host, path, name string) {
		const secret = "s3cr3t-4711"
		if strings.Contains(scheme+user+host+path+name, secret) {
			return
		}
		for _, text := range []string{
			scheme + "://" + user + ":" + secret + "@" + host + path,
			scheme + "://" + secret + "@" + host + path,
			"https://hooks.example" + path + "?" + name + "=" + secret,
			"https://hooks.example" + path + "?" + secret,
			"https://hooks.example" + path + "#" + secret,
		} {
			if shown := Redacted(text); strings.Contains(shown, secret) {
				t.Errorf("%q is shown as %q", text, shown)
			}
		}
	})
}
