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

func TestClient_ReusesRequestIDWhenNoResponseCame(t *testing.T) {
	t.Parallel()
	s := serve(t, hangUp, hangUp, reply(200, "[]"))
	_ = listed(t, newClient(t, s), fraud.Query{})
	ids := s.column("MS-RequestId")
	if ids[0] == "" || ids[0] != ids[1] || ids[1] != ids[2] {
		t.Errorf("got %q, want the same id three times", ids)
	}
}

func TestClient_MakesANewRequestIDAfterAnyResponse(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(503, ""), reply(401, ""), short(), page("event-1"), page())
	c := newClient(t, s)
	for range 2 { // and for every call
		_ = listed(t, c, fraud.Query{})
	}
	ids := map[string]bool{}
	for _, id := range s.column("MS-RequestId") {
		ids[id] = true
	}
	if len(ids) != 5 {
		t.Errorf("got %q, want five different ids", s.column("MS-RequestId"))
	}
	for _, id := range s.column("MS-CorrelationId") {
		if id != correlationID {
			t.Errorf("got correlation id %q", id)
		}
	}
}

func TestClient_MakesOneCorrelationIDForAllCalls(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, "[]"), reply(200, "[]"))
	c := newClient(t, s, func(c *partnercenter.Config) { c.CorrelationID = "" })
	for range 2 {
		_ = listed(t, c, fraud.Query{})
	}
	ids := s.column("MS-CorrelationId")
	if uuid.Validate(ids[0]) != nil || ids[0] != ids[1] || ids[0] != c.CorrelationID() {
		t.Errorf("got %q", ids)
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
