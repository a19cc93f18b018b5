// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

const (
	noRequirements = `{"value":[]}`
)

const (
	score    = "/beta/security/partner/securityScore"
	insights = score + "/customerInsights"
	secret   = "the-token-of-the-test"
)

type tokens string // the method

func (tokens) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	return auth.Token{Value: secret, ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func (t tokens) Description() auth.Description { return auth.Description{Method: string(t)} }

// service answers a path, with its query if it has one, with a body, or a status and a body.
type service map[string]string

func (s service) start(t *testing.T) (*graph.Client, *[]string) {
	t.Helper()
	asked := &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.URL.RequestURI())
		if r.Header.Get("client-request-id") == "" || r.Header.Get("MS-RequestId") != "" {
			t.Errorf("ids: %v", r.Header)
		}
		body, ok := s[r.URL.RequestURI()]
		status := http.StatusOK
		if !ok {
			status, body = http.StatusNotFound, `{"error":{"code":"NotFound","message":"none"}}`
		}
		_, _ = fmt.Sscanf(body, "%3d ", &status)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("request-id", "id-of-graph")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(strings.ReplaceAll(strings.TrimPrefix(body, fmt.Sprint(status, " ")),
			"HOST", "http://"+r.Host)))
	}))
	t.Cleanup(server.Close)
	return client(t, server.URL, "refresh_token"), asked
}

func client(t *testing.T, base, method string) *graph.Client {
	t.Helper()
	cloud := expect.Must(auth.LookupCloud(""))(t)
	return clientWith(t, base, method, expect.Must(cloud.Graph())(t), transport.RetryPolicy{})
}

func clientWith(t *testing.T, base, method string, service auth.Audience,
	retry transport.RetryPolicy) *graph.Client {
	t.Helper()
	return expect.Must(graph.NewClient(graph.Config{BaseURL: base,
		Service: service, Tokens: tokens(method), Retry: retry,
		HTTPClient: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		}}}))(t)
}

func (s service) score(t *testing.T) (graph.SecurityScore, error) {
	t.Helper()
	c, _ := s.start(t)
	return c.SecurityScore(t.Context())
}

// Graph usually sends a singleton without value. Keys match in any case.
func TestSecurityScore_EveryFormOfTheSingleton(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"currentScore":14.29}`, `{"value":[{"currentScore":"14.29"}]}`,
		`{"Value":{"CURRENTSCORE":14.29}}`, "\ufeff" + `{"currentScore":14.290}`} {
		got, err := service{score: body, score + "/requirements": noRequirements}.score(t)
		if err != nil || got.Current.Text('g', 10) != "14.29" || got.Max != nil {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	for _, body := range []string{`{}`, `{"value":[]}`, `{"value":null}`, `null`, `[]`, `{"value":7}`,
		`{"value":[{"currentScore":1},{"currentScore":2}]}`, `{"currentScore":"high"}`,
		`{"currentScore":1e999999999}`, `{"currentScore":1e-999999}`, `{"currentScore":"0x10"}`,
		`{"currentScore":"Infinity"}`, `{"currentScore":true}`, `{"currentScore":null}`,
		`{"currentScore":"` + strings.Repeat("9", 200) + `"}`, `<html>`, `{"currentScore":`} {
		got, err := service{score: body, score + "/requirements": noRequirements}.score(t)
		var failed *graph.Error
		if !errors.As(err, &failed) || failed.RequestID != "id-of-graph" || got.Current != nil {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
}

func TestSecurityScore_RequirementsByType(t *testing.T) {
	t.Parallel()
	got, err := service{score: `{"currentScore":0.10000000000000000001}`, score + "/requirements": `{
		"value":[
		{"requirementType":"mfaEnforcedForAdmins","complianceStatus":"noncomplaint",
		 "adminsRequiredNotUsingMfaCount":9007199254740993,"TotalAdminsCount":"3","totalUsersCount":null,
		 "securityDefaultsStatus":"enabled","updatedDateTime":"2026-01-02T00:00:00Z"},
		{"requirementType":"mfaEnforcedForAdmins","complianceStatus":"compliant",
		 "updatedDateTime":"2026-01-01T00:00:00Z"},
		{"requirementType":"brandNew","complianceStatus":"odd","":1,"averageResponseTimeInHours":0.25}],
		"@odata.nextLink":"HOST` + score + `/requirements?$skiptoken=a%2Fb"}`,
		score + "/requirements?%24skiptoken=a%2Fb": `{"value":[{"requirementType":"last","score":"INF",
		 "complianceStatus":"noncompliant"}]}`,
	}.score(t)
	if err != nil {
		t.Fatal(err)
	}
	expect.Equal(t, "score", "0.10000000000000000001", got.Current.Text('g', 20))
	expect.Equal(t, "requirements", 3, len(got.Requirements))
	admins := got.Requirements["mfaEnforcedForAdmins"]
	expect.Equal(t, "the newer one", "noncompliant", admins.ComplianceStatus)
	expect.Equal(t, "counts", "9007199254740993 3", admins.Counts["adminsRequiredNotUsingMfaCount"].
		Text('f', 0)+" "+admins.Counts["totalAdminsCount"].String())
	expect.Equal(t, "number of counts", 2, len(admins.Counts))
	expect.Equal(t, "policy", "enabled", admins.Policies["securityDefaultsStatus"])
	brandNew := got.Requirements["brandNew"]
	expect.Equal(t, "new type", "odd 0.25",
		brandNew.ComplianceStatus+" "+brandNew.AverageResponseHours.String())
	if last := got.Requirements["last"]; last.Score != nil || last.ComplianceStatus != "noncompliant" {
		t.Errorf("got %+v", last)
	}
}

// The token goes to no other host, and a service cannot keep the provider busy forever.
func TestList_FollowsOnlyLinksBelowTheBaseURL(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s got %q", r.URL, r.Header.Get("Authorization"))
	}))
	t.Cleanup(elsewhere.Close)
	for name, link := range map[string]string{
		"another host":    elsewhere.URL + insights,
		"another scheme":  "https://127.0.0.1" + insights,
		"a user":          "http://user@127.0.0.1" + insights,
		"a relative one":  insights,
		"another version": "HOST/v1.0/security",
		"a way up":        "HOST/beta/security/../../v1.0/x",
		"an escaped way":  "HOST/beta/security/%2e%2e/%2E%2E/v1.0/x",
		"no link":         "%zz",
		"itself":          "HOST" + insights,
	} {
		c, asked := service{insights: `{"value":[],"@odata.nextLink":"` + link + `"}`}.start(t)
		_, err := c.CustomerInsights(t.Context())
		var failed *graph.Error
		if !errors.As(err, &failed) || len(*asked) > 2 {
			t.Errorf("%s: %v after %v", name, err, *asked)
			continue
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestErrors_SayWhatToDo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		says []string
	}{
		"missing permission": {`403 {"error":{"code":"Authorization_RequestDenied",` +
			`"message":"Insufficient privileges to complete the operation."}}`,
			[]string{"could not read the security score: HTTP 403", "Authorization_RequestDenied",
				"Insufficient privileges", "PartnerSecurity.Read.All", "grant admin consent", "Admin agent",
				"id-of-graph"}},
		"missing MFA": {"403 " + sample(t, "13-graph-beta-error-missing-mfa.observed.json"),
			[]string{"Unauthorized_MissingMFA",
				"Sign in again with multifactor authentication"}},
		"no score": {`404 {"error":{"code":"NotFound"}}`, []string{"`tenant_id`", "`environment`",
			"global cloud only"}},
		"a proxy": {`403 <html>`, []string{"`graph_base_url`", "proxy"}},
		"broken":  {`500 {}`, []string{"Try again later"}},
		"a secret": {`400 {"error":{"code":"x","message":"Bearer ` + secret + ` \u001b[2J"}}`,
			[]string{"HTTP 400"}},
		"redirect": {`302 `, []string{"a redirect", "Redirects are not followed"}},
		"partial":  {`206 {"currentScore":1}`, []string{"the answer is partial"}},
	} {
		_, err := service{score: test.body}.score(t)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		expect.Contains(t, err.Error(), test.says...)
		if text := err.Error(); strings.Contains(text, secret) || strings.Contains(text, "\x1b") {
			t.Errorf("%s: %q", name, text)
		}
	}
}

// The Azure CLI's own app cannot get the permission, so consent is no advice.
func TestErrors_TheAzureCLICannotGetThePermission(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(server.Close)
	_, err := client(t, server.URL, "use_cli").SecurityScore(t.Context())
	expect.Contains(t, err.Error(), "`use_cli`", "cannot get it", "`refresh_token`")
}

func TestCheckBaseURL(t *testing.T) {
	t.Parallel()
	for _, right := range []string{"https://graph.microsoft.com", "https://graph.microsoft.us/",
		"http://127.0.0.1:8080", "https://gateway.example.com/graph"} {
		if err := graph.CheckBaseURL(right); err != nil {
			t.Errorf("%s: %v", right, err)
		}
	}
	for _, wrong := range []string{"http://graph.microsoft.com", "https://graph.microsoft.com/beta",
		"https://graph.microsoft.com/v1.0/", "graph.microsoft.com", "https://user:pass@graph.example.com",
		"https://graph.example.com?x=1", ""} {
		if err := graph.CheckBaseURL(wrong); err == nil || strings.Contains(err.Error(), "pass@") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
