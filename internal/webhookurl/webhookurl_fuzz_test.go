// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhookurl

import (
	"strings"
	"testing"
)

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
