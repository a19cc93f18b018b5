// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// FuzzCLIReply reads what a program named az prints. A token that is accepted fits into a header.
func FuzzCLIReply(f *testing.F) {
	f.Add([]byte(`{"accessToken":"a.b.c","expiresOn":"2026-01-01 00:00:00.000000","expires_on":1767225600}`))
	f.Add([]byte(`{"accessToken":"a\r\nb","expires_on":"NaN"}`))
	f.Add([]byte("ERROR: Please run 'az login'"))
	f.Fuzz(func(t *testing.T, stdout []byte) {
		reply, ok := parseCLIReply(stdout)
		if ok && (reply.AccessToken == "" || auth.CheckToken(reply.AccessToken) != nil) {
			t.Errorf("%q", reply.AccessToken)
		}
		if at := reply.expiry(auth.Claims{}); !at.IsZero() && at.Year() > 9999 {
			t.Errorf("%q expires %v", stdout, at)
		}
		if said := cliComplaint(string(stdout)); len([]rune(said)) > 601 {
			t.Errorf("%d characters", len([]rune(said)))
		}
	})
}
