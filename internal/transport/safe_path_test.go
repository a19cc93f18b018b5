// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/http"
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
	for host, want := range map[string]string{
		"api.partnercenter.microsoft.com": "", "[::1]:8443": "", "192.0.2.1": "", "GATEWAY01.corp": "",
		"partner-center-gateway-of-contoso-01.azure-api.net": "", "a1b2c3d4.execute-api.aws.test:444": "",
		"aB8Q~zq.test": "REDACTED", "0.aXwAb4B59sJ1.x": "REDACTED",
		strings.Repeat("0a", 20) + ".test:443": "REDACTED",
	} {
		u := expect.Must(url.Parse("https://" + host + "/v1"))(t)
		expect.Equal(t, host, "https://"+cmp.Or(want, host)+"/v1", transport.SafeURL(u))
	}
}

// The error of a request does not show such a host, either.
func TestNew_AnErrorHidesAHostThatCouldBeASecret(t *testing.T) {
	t.Parallel()
	const host = "aB8QzqSECRET1zq.invalid"
	var seen string
	client := expect.Must(transport.New(transport.Options{
		Observe: func(_ context.Context, e transport.Exchange) { seen = e.URL + " " + e.Err }}))(t)
	req := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+host+"/",
		http.NoBody))(t)
	resp, err := client.Do(req)
	if err == nil {
		t.Fatal(resp.Body.Close())
	}
	var outer *url.Error // has the address that the caller gave
	expect.Equal(t, "type", true, errors.As(err, &outer))
	for _, said := range []string{outer.Err.Error(), seen} {
		expect.Equal(t, said, false, strings.Contains(said, "SECRET"))
		expect.Contains(t, said, "REDACTED")
	}
	var name *net.DNSError
	expect.Equal(t, "the cause", true, errors.As(err, &name))
}
