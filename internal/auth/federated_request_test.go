// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// platform is the OIDC endpoint of GitHub Actions and of Azure DevOps.
type platform struct {
	*httptest.Server

	// Answer replaces the usual answer.
	Answer func(w http.ResponseWriter)

	mu       sync.Mutex
	requests []platformRequest
}

type platformRequest struct {
	Method, Path, Authorization string
	Query                       url.Values
	Length                      int64
}

func startPlatform(t *testing.T, field string) *platform {
	t.Helper()
	p := &platform{}
	p.Server = httptest.NewUnstartedServer(
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p.mu.Lock()
			p.requests = append(p.requests,
				platformRequest{r.Method, r.URL.Path, r.Header.Get("Authorization"), r.URL.Query(),
					r.ContentLength})
			p.mu.Unlock()
			if p.Answer != nil {
				p.Answer(w)
				return
			}
			_ = json.NewEncoder(w).Encode(map[string]any{"count": 1,
				field: oidcToken(t, oidcSubject, time.Hour)})
		}))
	p.Config.ErrorLog = log.New(io.Discard, "", 0) // failed handshakes are part of the tests
	p.StartTLS()
	t.Cleanup(p.Close)
	return p
}

func (p *platform) ca() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate().Raw})
}

func gitHub(t *testing.T, p *platform) auth.ClientCredential {
	t.Helper()
	credential, err := auth.GitHubCredential(p.URL+"/token?api-version=2.0", requestToken)
	if err != nil {
		t.Fatal(err)
	}
	return credential
}

func azureDevOps(t *testing.T, p *platform) auth.ClientCredential {
	t.Helper()
	credential, err := auth.AzureDevOpsCredential(p.URL+"/oidctoken", requestToken, "connection-id")
	if err != nil {
		t.Fatal(err)
	}
	return credential
}

func TestRequestedToken_IsAskedForWithEveryAssertion(t *testing.T) {
	t.Parallel()
	for kind, test := range map[string]struct {
		field      string
		credential func(*testing.T, *platform) auth.ClientCredential
		want       platformRequest
	}{
		"GitHub Actions": {"value", gitHub, platformRequest{
			Method: http.MethodGet, Path: "/token", Authorization: "Bearer " + requestToken,
			Query: url.Values{"api-version": {"2.0"}, "audience": {oidcAudience}},
		}},
		"Azure DevOps service connection": {"oidcToken", azureDevOps, platformRequest{
			Method: http.MethodPost, Path: "/oidctoken", Authorization: "Bearer " + requestToken,
			Query: url.Values{"api-version": {"7.1"}, "serviceConnectionId": {"connection-id"}},
		}},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			server, endpoint := federatedEmulator(t), startPlatform(t, test.field)
			cfg := emulatorConfig(t, server)
			cfg.HTTPClient = httpClient(t, server.CACertPEM(), endpoint.ca())
			cfg.Credential = test.credential(t, endpoint)
			source := newSource(t, cfg)
			if len(endpoint.requests) != 0 || source.Description().Credential != kind {
				t.Errorf("before the first use: %d requests, credential %s", len(endpoint.requests),
					source.Description().Credential)
			}
			first := signedIn(t, source, server, auth.TokenRequest{})
			signedIn(t, source, server, auth.TokenRequest{Rejected: first.Value})
			if diff := cmp.Diff([]platformRequest{test.want, test.want}, endpoint.requests); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			assertNothingIssued(t, server, []string{requestToken}, cfg.Credential, source, cfg)
		})
	}
}

func TestRequestedToken_RefusalsSayWhatTheJobLacks(t *testing.T) {
	t.Parallel()
	answer := func(status int, body string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.Header().Set("Location", "https://127.0.0.1:1/elsewhere")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	const permission, mapping = "id-token: write", "SYSTEM_ACCESSTOKEN: $(System.AccessToken)"
	tests := map[string]struct {
		answer        func(http.ResponseWriter)
		status        int
		wantGH, wantA string
	}{
		"unauthorized":   {answer(401, requestToken), 401, permission, mapping},
		"forbidden":      {answer(403, requestToken), 403, permission, mapping},
		"not found":      {answer(404, ""), 404, permission, mapping},
		"wrong method":   {answer(405, ""), 405, permission, mapping},
		"redirected":     {answer(302, ""), 302, permission, mapping},
		"a sign-in page": {answer(203, "<html>"), 203, permission, mapping},
		"a fault":        {answer(503, ""), 503, "try again later", "try again later"},
		"no token":       {answer(200, `{"count":0}`), 0, permission, mapping},
		"not JSON":       {answer(200, "<html>"+requestToken), 0, permission, mapping},
		"an odd token": {answer(200, `{"value":"two words","oidcToken":"two words"}`), 0,
			"oidc_request_url", "oidc_request_url"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []struct {
				credential func(*testing.T, *platform) auth.ClientCredential
				want       string
			}{{gitHub, test.wantGH}, {azureDevOps, test.wantA}} {
				server, endpoint := startEmulator(t), startPlatform(t, "")
				endpoint.Answer = test.answer
				cfg := emulatorConfig(t, server)
				cfg.HTTPClient = httpClient(t, server.CACertPEM(), endpoint.ca())
				cfg.Credential = kind.credential(t, endpoint)
				failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
				assertContains(t, failure.Error(), "get an OIDC token from", kind.want)
				if failure.StatusCode != test.status {
					t.Errorf("status %d, want %d: %v", failure.StatusCode, test.status, failure)
				}
				if test.status != 0 && !strings.Contains(failure.Error(), failure.Service+" answered HTTP "+
					strconv.Itoa(test.status)) {
					t.Errorf("who answered what: %v", failure)
				}
				assertNothingIssued(t, server, []string{requestToken}, failure)
			}
		})
	}
}

func TestRequestedToken_RefusalIsRememberedAndFaultsAreNot(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]int{403: 1, 503: 3} {
		server, endpoint := startEmulator(t), startPlatform(t, "")
		endpoint.Answer = func(w http.ResponseWriter) { w.WriteHeader(status) }
		cfg := emulatorConfig(t, server)
		cfg.HTTPClient = httpClient(t, server.CACertPEM(), endpoint.ca())
		cfg.Credential = gitHub(t, endpoint)
		source := newSource(t, cfg)
		for range 3 {
			_ = tokenError(t, source, auth.TokenRequest{})
		}
		if got := len(endpoint.requests); got != want {
			t.Errorf("status %d: %d requests, want %d", status, got, want)
		}
	}
}

func TestRequestedToken_UnreachableAndUntrusted(t *testing.T) {
	t.Parallel()
	server, endpoint := startEmulator(t), startPlatform(t, "")
	cfg := emulatorConfig(t, server) // does not trust the endpoint
	cfg.Credential = gitHub(t, endpoint)
	failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
	assertContains(t, failure.Error(), "certificate", "GitHub Actions cannot be reached",
		"`ca_bundle_path`")
	endpoint.Close()
	failure = tokenError(t, newSource(t, cfg), auth.TokenRequest{})
	assertContains(t, failure.Error(), "connection refused", "HTTPS_PROXY")
	assertNothingIssued(t, server, []string{requestToken}, failure)
}

func TestRequestedToken_MistakesInTheConfiguration(t *testing.T) {
	t.Parallel()
	const good = "https://pipelines.example.com/token"
	gitHub := func(requestURL, token string) error {
		_, err := auth.GitHubCredential(requestURL, token)
		return err
	}
	azureDevOps := func(requestURL, token, connection string) error {
		_, err := auth.AzureDevOpsCredential(requestURL, token, connection)
		return err
	}
	for name, test := range map[string]struct {
		err     error
		setting string
		want    string
	}{
		"no URL": {gitHub("", requestToken), "oidc_request_url", "GitHub Actions"},
		"plain HTTP": {gitHub("http://pipelines.example.com", requestToken),
			"oidc_request_url", "https"},
		"a user in the URL": {gitHub("https://u:"+requestToken+"@h", requestToken),
			"oidc_request_url", "https"},
		"an unreadable URL": {gitHub("https://h:port", requestToken), "oidc_request_url", "https"},
		"no token":          {gitHub(good, " "), "oidc_request_token", "id-token: write"},
		"a token in two":    {gitHub(good, "two words"), "oidc_request_token", "white space"},
		"no service connection": {azureDevOps(good, requestToken, " "),
			"ado_pipeline_service_connection_id", "missing"},
		"the job's token unmapped": {azureDevOps(good, "", "id"), "oidc_request_token",
			"SYSTEM_ACCESSTOKEN: $(System.AccessToken)"},
		"outside of a pipeline": {azureDevOps("", requestToken, "id"), "oidc_request_url",
			"Outside such a job"},
		"an empty client secret": {onlyError(auth.SecretCredential("\n")), "client_secret",
			"Set it to the secret's value"},
		"an empty certificate": {onlyError(auth.CertificateCredential(auth.Certificate{})),
			"client_certificate", "must contain a PFX"},
	} {
		var mistake *anatomy.Mistake
		if !errors.As(test.err, &mistake) || string(mistake.Setting) != test.setting ||
			!strings.Contains(mistake.Error(), test.want) {
			t.Errorf("%s: %v", name, test.err)
			continue
		}
		if strings.Contains(mistake.Error(), requestToken) {
			t.Errorf("%s: the error shows the token: %v", name, mistake)
		}
	}
}

func onlyError(_ auth.ClientCredential, err error) error { return err }
