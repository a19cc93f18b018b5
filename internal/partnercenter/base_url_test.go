// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestNewClient_BaseURL(t *testing.T) {
	t.Parallel()
	for url, ok := range map[string]bool{
		"https://api.partnercenter.microsoft.com":   true,
		"https://gateway.example.com:8443/partner/": true,
		"http://127.0.0.1:8080":                     true,
		"http://127.9.9.9":                          true,
		"http://[::1]:8080":                         true,
		"http://localhost:8080":                     true,

		"":                                  false,
		"api.partnercenter.microsoft.com":   false,
		"/v1":                               false,
		"https://":                          false,
		"https://:443":                      false,
		"http://api.example.com":            false,
		"http://localhost.example.com":      false,
		"http://10.0.0.1":                   false,
		"ftp://127.0.0.1":                   false,
		"https://user:s3cret@example.com":   false,
		"https://example.com/?key=s3cret":   false,
		"https://example.com/?":             false,
		"https://example.com/#s3cret":       false,
		"https://user:s3cret@exa mple.com/": false,

		// Every call adds /v1. A gateway may have its own v1 before that.
		"https://api.partnercenter.microsoft.com/v1":              false,
		"https://api.partnercenter.microsoft.com/v1/":             false,
		"https://api.partnercenter.microsoft.com//V1//":           false,
		"https://api.partnercenter.microsoft.com/%761":            false,
		"https://api.partnercenter.microsoft.com/v1/fraudEvents":  false,
		"https://api.partnercenter.microsoft.com/V1/FraudEvents/": false,
		"https://api.partnercenter.microsoft.com/fraudEvents":     false,
		"http://127.0.0.1:8080/v1":                                false,
		"https://gateway.example.com/partner/v1":                  false,
		"https://gateway.example.com/v1/partner":                  true,
		"https://gateway.example.com/v10":                         true,
		"https://v1.example.com":                                  true,
	} {
		_, err := partnercenter.NewClient(partnercenter.Config{BaseURL: url, Tokens: &tokens{},
			HTTPClient: http.DefaultClient})
		if (err == nil) != ok {
			t.Errorf("%q: got %v", url, err)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: the error gives the secret away: %v", url, err)
		}
	}
}

func TestClient_KeepsThePathOfTheBaseURL(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, "[]"), reply(200, "[]"))
	c := newClientAt(t, s.URL+"/partner%2Fcenter/", classic)
	_, _ = listed(t, c, fraud.Query{}), updated(t, c, fraudUpdate(t))
	const path = "/partner%2Fcenter/v1/fraudEvents"
	expect.Equal(t, "listing", path, s.seen()[0].uri)
	expect.Equal(t, "update", path+"/subscription/"+subscriptionID+"/status", s.seen()[1].uri)
}
