// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

const fuzzedURL = "https://api.partnercenter.microsoft.com"

// checkRefusal fails for a reason that could disturb a log.
func checkRefusal(t *testing.T, err error) {
	t.Helper()
	if said := err.Error(); utf8.RuneCountInString(said) > 600 || strings.ContainsFunc(said,
		func(r rune) bool { return !unicode.IsGraphic(r) }) {
		t.Errorf("%q", said)
	}
}

// FuzzSignature reads the headers of any sender. An accepted one has exactly one signature, and an
// accepted certificate URL leads to the allowed host.
func FuzzSignature(f *testing.F) {
	good := "https://h.example/cert/pkcs.cer"
	f.Add("Signature QUJD", "", good, "rsa-sha256")
	f.Add("", "QUJD", good, "RSA-SHA256")
	f.Add("Signature QUJD", "Signature QUJE", good, "rsa-sha256")
	f.Add("Bearer x", "signature  QUJD ", "https://h.example@evil/cert/a.cer", "none\x1b")
	f.Add("Signature QUJD", "", "https://h.example:443/cert/%2e%2e.cer", "rsa-sha256")
	f.Fuzz(func(t *testing.T, authorization, signed, certificate, method string) {
		header := http.Header{}
		for name, value := range map[string]string{headerAuthorization: authorization,
			headerSignature: signed, headerCertificate: certificate, headerAlgorithm: method} {
			if value != "" {
				header.Set(name, value)
			}
		}
		if s, err := readSignature(header); err != nil {
			checkRefusal(t, err)
		} else if text := base64.StdEncoding.EncodeToString(s.value); !strings.Contains(
			authorization+" "+signed, text) && !strings.ContainsAny(authorization+signed, "\r\n") {
			t.Errorf("%q and %q became %q", authorization, signed, text)
		}
		err := checkCertificateURL(certificate, []string{"h.example"})
		if err != nil {
			checkRefusal(t, err)
			return
		}
		u, err := url.Parse(certificate)
		if err != nil || u.Scheme != "https" || u.Port() != "" && u.Port() != "443" ||
			!strings.EqualFold(u.Hostname(), "h.example") || strings.Contains(u.Path[6:], "/") {
			t.Errorf("%q is fetched", certificate)
		}
	})
}

// decoded keeps numbers as they are written.
func decoded(t *testing.T, text []byte) (value any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	expect.NoError(t, decoder.Decode(&value))
	return value
}

// FuzzPayload reads the body of any sender. What is handed on is one JSON object with the body in
// it, and an alert names one subscription of the configured service.
func FuzzPayload(f *testing.F) {
	for _, seed := range []string{"{}", "null",
		`{"EventName":"azure-fraud-event-detected","ResourceUri":` +
			`"https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=` +
			`5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593&EventStatus=Active",` +
			`"ResourceChangeUtcDate":"9999-12-31T23:59:59-23:59"}`, `{"EventName":"a","eventname":"b"}`,
		`{"EventName":"x\u0000","ResourceUri":"http://evil/fraudEvents?subscriptionid=a&SubscriptionId=b"}`,
		`{"EventName":"x","ResourceUri":"%zz","ResourceChangeUtcDate":{}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := readPayload(body)
		if err != nil {
			checkRefusal(t, err)
			return
		}
		if about, err := p.alert(fuzzedURL); err != nil {
			checkRefusal(t, err)
		} else if !strings.Contains(strings.ToLower(p.ResourceURI), "api.partnercenter.microsoft.com") ||
			len(about.subscriptionID) != 36 {
			t.Errorf("%s is about %q", body, about.subscriptionID)
		}
		news, err := newsOfPayload(p, digestOf(body), fuzzedURL)
		if err != nil {
			t.Fatalf("%s cannot be handed on: %v", body, err)
		}
		var handed struct{ Data json.RawMessage }
		if err := json.Unmarshal(news.JSON, &handed); err != nil {
			t.Fatalf("%s: %v", news.JSON, err)
		}
		expect.Equal(t, "data", decoded(t, body), decoded(t, handed.Data))
	})
}
