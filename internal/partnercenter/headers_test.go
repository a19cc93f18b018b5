// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestClient_SendsTheHeadersOfEveryCall(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, "[]"), reply(200, "[]"))
	c := newClient(t, s, func(c *partnercenter.Config) {
		c.Locale, c.ApplicationName = "de-DE", "our application"
	})
	_, _ = listed(t, c, fraud.Query{}), updated(t, c, fraudUpdate(t))
	for i, r := range s.seen() {
		want := http.Header{
			"Authorization": {"Bearer token-1"}, "Accept": {"application/json"}, "Accept-Encoding": {"gzip"},
			"Ms-Correlationid": {correlationID}, "X-Neweventsmodel": {"true"}, "X-Locale": {"de-DE"},
			"Validatemfa": {"true"}, "Ms-Partnercenter-Application": {"our application"},
			"User-Agent": {userAgent},
		}
		if i == 1 {
			want.Set("Content-Type", "application/json")
			want.Set("Content-Length", r.header.Get("Content-Length"))
		}
		if id := r.header.Get("MS-RequestId"); uuid.Validate(id) != nil {
			t.Errorf("MS-RequestId %q is not a GUID", id)
		}
		r.header.Del("MS-RequestId")
		expect.Equal(t, r.method, want, r.header)
	}
}

func TestClient_ClassicModelSendsNoModelHeader(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, "[]"), reply(200, "[]"))
	c := newClient(t, s, classic)
	_, _ = listed(t, c, fraud.Query{}), updated(t, c, fraudUpdate(t))
	for _, r := range s.seen() {
		if values, ok := r.header["X-Neweventsmodel"]; ok {
			t.Errorf("%s sent X-NewEventsModel %q", r.method, values)
		}
	}
}

func TestClient_WarnsOnceWhenTheSignInHasNoMFA(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, "[]", "isMfaCompliant: true"), reply(503, "", "isMfaCompliant: False"),
		reply(200, "[]", "isMfaCompliant: false"), reply(200, "[]"))
	var warnings []string
	c := newClient(t, s, func(c *partnercenter.Config) {
		c.Warn = func(_ context.Context, message string) { warnings = append(warnings, message) }
	})
	for i, want := range []int{0, 1, 1} {
		_ = listed(t, c, fraud.Query{})
		if len(warnings) != want {
			t.Errorf("after call %d: got %q", i+1, warnings)
		}
	}
}

func TestNewClient_ChecksItsConfiguration(t *testing.T) {
	t.Parallel()
	good := partnercenter.Config{
		BaseURL: "https://api.partnercenter.microsoft.com", Tokens: &tokens{},
		HTTPClient: http.DefaultClient,
	}
	if _, err := partnercenter.NewClient(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*partnercenter.Config){
		"no tokens":             func(c *partnercenter.Config) { c.Tokens = nil },
		"no HTTP client":        func(c *partnercenter.Config) { c.HTTPClient = nil },
		"correlation id":        func(c *partnercenter.Config) { c.CorrelationID = "mine" },
		"line break in locale":  func(c *partnercenter.Config) { c.Locale = "en\r\nX-Evil: 1" },
		"line break in name":    func(c *partnercenter.Config) { c.ApplicationName = "a\nb" },
		"negative size limit":   func(c *partnercenter.Config) { c.MaxBody = -1 },
		"negative size of page": func(c *partnercenter.Config) { c.PageSize = -1 },
	} {
		cfg := good
		change(&cfg)
		if _, err := partnercenter.NewClient(cfg); err == nil {
			t.Errorf("%s: was accepted", name)
		}
	}
}
