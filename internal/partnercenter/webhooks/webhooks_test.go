// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
)

// The documentation's own bodies (docs-dev/respond.md, Webhooks).
const (
	sampleRead = `{"WebhookUrl":"{{YourCallbackUrl}}",` +
		`"WebhookEvents":["subscription-updated","test-created"]}`
	sampleReply = `{"SubscriberId":"e82cac64-dc67-4cd3-849b-78b6127dd57d",` +
		`"WebhookUrl":"{{YourCallbackUrl}}","WebhookEvents":["subscription-updated","test-created"]}`
	sampleTest = `{"correlationId":"04af2aea-d413-42db-824e-f328001484d1",` +
		`"partnerId":"00234d9d-8c2d-4ff5-8c18-39f8afc6f7f3","status":"completed",` +
		`"callbackUrl":"{{YourCallbackUrl}}","results":[{"responseCode":"OK","responseMessage":"",` +
		`"systemError":false,"dateTimeUtc":"2017-12-08T21:39:48.2386997"}]}`
	url = "https://hooks.example.com/alerts"
)

func wanted() webhooks.Registration {
	return webhooks.Registration{URL: url, Events: []string{"test-created", "invoice-ready"}}
}

const written = `{"SubscriberId":"e82cac64-dc67-4cd3-849b-78b6127dd57d",` +
	`"WebhookUrl":"https://hooks.example.com/alerts","WebhookEvents":["Invoice-Ready","test-created"]}`

type tokens struct{}

func (tokens) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	return auth.Token{Value: "token", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func (tokens) Description() auth.Description { return auth.Description{} }

// service answers with one reply after the other, and keeps what it got.
type service struct {
	mu       sync.Mutex
	replies  []string // "404 body"; "hang up"
	requests []string
}

func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, strings.TrimSpace(r.Method+" "+r.URL.Path+" "+string(body)))
	if len(s.replies) == 0 {
		return nil, errors.New("the test has no more replies")
	}
	reply := s.replies[0]
	s.replies = s.replies[1:]
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	if reply == "hang up" {
		return nil, io.ErrUnexpectedEOF
	}
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	status, body2, _ := strings.Cut(reply, " ")
	w.WriteHeader(map[string]int{"200": 200, "202": 202, "204": 204, "400": 400, "404": 404,
		"409": 409, "429": 429}[status])
	_, _ = w.WriteString(body2)
	resp := w.Result()
	resp.Request = r
	return resp, nil
}

func (s *service) methods() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var methods []string
	for _, r := range s.requests {
		method, _, _ := strings.Cut(r, " ")
		methods = append(methods, method)
	}
	return strings.Join(methods, ",")
}

func client(t *testing.T, s *service, change ...func(*partnercenter.Config)) *webhooks.Client {
	t.Helper()
	config := partnercenter.Config{BaseURL: "https://api.partnercenter.test", Tokens: tokens{},
		HTTPClient: &http.Client{Transport: s}}
	for _, f := range change {
		f(&config)
	}
	return webhooks.New(expect.Must(partnercenter.NewClient(config))(t))
}

func replying(replies ...string) *service { return &service{replies: replies} }

func TestRegistration_Samples(t *testing.T) {
	t.Parallel()
	yes := true
	events := []string{"subscription-updated", "test-created"}
	for body, want := range map[string]*webhooks.Registration{
		sampleRead: {URL: "{{YourCallbackUrl}}", Events: events},
		sampleReply: {URL: "{{YourCallbackUrl}}", Events: events,
			SubscriberID: "e82cac64-dc67-4cd3-849b-78b6127dd57d"},
		strings.ToUpper(sampleRead): {URL: "{{YOURCALLBACKURL}}",
			Events: []string{"SUBSCRIPTION-UPDATED", "TEST-CREATED"}},
		`{"webhookUrl":"https://a.test","webhookEvents":null,"lastModifiedTimestamp":` +
			`"2024-05-01T10:00:00.1234567","signatureTokenToMsSignatureHeader":"True","properties":{}}`: {
			URL: "https://a.test", MSSignatureHeader: &yes,
			ModifiedOn: time.Date(2024, 5, 1, 10, 0, 0, 123456700, time.UTC)},
		`{"webhookUrl":"https://a.test","webhookEvents":["b",null,"B"],"lastModifiedTimestamp":` +
			`"0001-01-01T00:00:00"}`: {URL: "https://a.test", Events: []string{"b"}},
		"": nil, "null": nil, "{}": nil, `{"WebhookUrl":null,"WebhookEvents":[]}`: nil,
	} {
		got, err := client(t, replying("200 "+body)).Registration(t.Context())
		expect.NoError(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}

// Only a 404 of the service itself means that there is no registration.
func TestRegistration_None(t *testing.T) {
	t.Parallel()
	for reply, none := range map[string]bool{
		`404 {"code":"900101","description":"none"}`: true, "404 ": true,
		"404 <html>": false, `404 {"statusCode":404,"message":"Resource not found"}`: false,
		`400 {"code":"1"}`: false, "200 []": false, `200 {"code":"2000","description":"no"}`: false,
		`200 {"message":"welcome"}`: false, `200 {"items":[{"WebhookUrl":"https://a.test"}]}`: false,
		`200 {"webhookurl":null,"SubscriberId":null}`: true,
		`200 {"WebhookEvents":["test-created"]}`:      false, `200 {"WebhookUrl":7}`: false, "200 <html>": false,
	} {
		got, err := client(t, replying(reply)).Registration(t.Context())
		if got != nil || (err == nil) != none {
			t.Errorf("%s: got %v, %v", reply, got, err)
		}
	}
}

func TestEventNames(t *testing.T) {
	t.Parallel()
	want := []string{"subscription-updated", "test-created", "usagerecords-thresholdExceeded"}
	bare := `["subscription-updated","test-created","usagerecords-thresholdExceeded"]`
	for _, body := range []string{bare, `{"TotalCount":3,"Items":` + bare + `}`} {
		got, err := client(t, replying("200 "+body)).EventNames(t.Context())
		expect.NoError(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	for _, body := range []string{`{"a":1}`, `[1]`, `"x"`} {
		if _, err := client(t, replying("200 "+body)).EventNames(t.Context()); err == nil {
			t.Errorf("%s passed", body)
		}
	}
}

func TestSave_SendsTheWholeListOnce(t *testing.T) {
	t.Parallel()
	before := &webhooks.Registration{URL: "https://other.test", Events: []string{"invoice-ready"}}
	for method, there := range map[string]*webhooks.Registration{"POST": nil, "PUT": before} {
		s := replying("200 " + written)
		saved, err := client(t, s).Save(t.Context(), there, wanted())
		expect.NoError(t, err)
		want := []string{method + ` /webhooks/v1/registration {"WebhookUrl":"` + url +
			`","WebhookEvents":["test-created","invoice-ready"],` +
			`"SignatureTokenToMsSignatureHeader":false}`}
		if diff := cmp.Diff(want, s.requests); diff != "" {
			t.Error(diff)
		}
		if saved.Registration.SubscriberID == "" || saved.RequestID == "" {
			t.Errorf("got %+v", saved)
		}
	}
}

// After a lost reply, the client reads before it writes again, and does not write over others.
func TestSave_Outcomes(t *testing.T) {
	t.Parallel()
	const other = `200 {"WebhookUrl":"https://other.test","WebhookEvents":["invoice-ready"]}`
	const third = `200 {"WebhookUrl":"https://third.test","WebhookEvents":["invoice-ready"]}`
	type row struct {
		replies []string
		methods string
		saved   bool
	}
	for name, test := range map[string]row{
		"the reply is lost":      {[]string{"hang up", "200 " + written}, "PUT,GET", true},
		"the request is lost":    {[]string{"hang up", other, "200 " + written}, "PUT,GET,PUT", true},
		"somebody else is there": {[]string{"hang up", third}, "PUT,GET", false},
		"accepted for later": {[]string{"202 ", other, other, "200 " + written},
			"PUT,GET,GET,GET", true},
		"never shown": {[]string{"204 ", other, other, other, other},
			"PUT,GET,GET,GET,GET", false},
		"the reply is wrong":  {[]string{other, "200 " + written}, "PUT,GET", true},
		"refused":             {[]string{`400 {"code":"3000"}`}, "PUT", false},
		"throttled":           {[]string{"429 ", "200 " + written}, "PUT,PUT", true},
		"an unreadable reply": {[]string{"200 {}", "200 " + written}, "PUT,GET", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := replying(test.replies...)
				c := client(t, s, func(c *partnercenter.Config) {
					c.Retry.MaxRetries, c.Retry.MinWait, c.Retry.MaxWait = 3, time.Second, time.Second
				})
				before := &webhooks.Registration{URL: "https://other.test",
					Events: []string{"invoice-ready"}}
				_, err := c.Save(t.Context(), before, wanted())
				if s.methods() != test.methods || (err == nil) != test.saved {
					t.Errorf("sent %s, error %v", s.methods(), err)
				}
			})
		})
	}
}

func TestSave_ReadOnly(t *testing.T) {
	t.Parallel()
	s := replying()
	c := client(t, s, func(c *partnercenter.Config) { c.ReadOnly = true })
	_, err := c.Save(t.Context(), nil, wanted())
	if !errors.As(err, new(*partnercenter.ReadOnlyError)) || len(s.requests) > 0 {
		t.Errorf("got %v, sent %v", err, s.requests)
	}
}
