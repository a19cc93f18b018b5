// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"cmp"
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Some gateways have a key in their address, and people put a secret there by mistake.
func TestSafeURL_MasksWhatCouldBeASecret(t *testing.T) {
	t.Parallel()
	const id = "2a7064fb-1e33-4007-974e-352cb3f2c805"
	for path, want := range map[string]string{
		"/v1/fraudEvents":                             "",
		"/v1/nonMfaCompliantPartnerPrincipals":        "",
		"/v1/customers/" + id + "/azureEntitlements":  "",
		"/beta/security/alerts_v2/" + id + "_" + id:   "",
		"/partner-center/v1/a%2Fb":                    "",
		"/aB8Q~zq" + strings.Repeat("x", 25) + "/v1":  "/REDACTED/v1",
		"/a/" + strings.Repeat("0a", 20) + "/v1":      "/a/REDACTED/v1",
		"/k/aB3dE5gH7jK9/v1":                          "/k/REDACTED/v1",
		"/aB8QzqSECRETzqxxxx/+xx3/y%3D/v1":            "/REDACTED/REDACTED/REDACTED/v1",
		"/" + strings.Repeat("%41%31%61", 5) + "/v1/": "/REDACTED/v1/",
	} {
		u := expect.Must(url.Parse("https://user:s3cret@api.test" + path))(t)
		expect.Equal(t, path, "https://api.test"+cmp.Or(want, path), transport.SafeURL(u))
	}
}
