// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package credential

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
)

const requestToken = "request~token~of~the~job"

// platform is the OIDC endpoint of a build platform.
func platform(t *testing.T, answer http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(answer)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // failed handshakes are part of the tests
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

// bothPlatforms are the credentials of one endpoint. Both URLs contain a query.
func bothPlatforms(t *testing.T, endpoint string) map[string]Credential {
	t.Helper()
	gitHub := expect.Must(GitHub(endpoint+"/token?api-version=2.0", requestToken))(t)
	azureDevOps := expect.Must(AzureDevOps(endpoint+"/oidctoken", requestToken, "connection-id"))(t)
	return map[string]Credential{"GitHub Actions": gitHub, "Azure DevOps": azureDevOps}
}

// wantFailure expects an error that contains these parts, and no secret.
func wantFailure(t *testing.T, name string, failure *auth.Error, parts ...string) {
	t.Helper()
	if failure == nil {
		t.Fatalf("%s: got a token", name)
	}
	expect.Contains(t, failure.Error(), parts...)
	if text := fmt.Sprintf("%v %+v", failure, *failure); strings.Contains(text, requestToken) {
		t.Errorf("%s: the error shows the token: %s", name, text)
	}
}

func TestRequestedToken_RefusalsNameWhatTheJobLacks(t *testing.T) {
	t.Parallel()
	lacks := map[string]string{"GitHub Actions": "id-token: write",
		"Azure DevOps": "SYSTEM_ACCESSTOKEN: $(System.AccessToken)"}
	const fault, odd = "Try again later", "oidc_request_url"
	for name, test := range map[string]struct {
		status int
		body   string
		want   string // on both platforms; an empty value is missing from the job
	}{
		"unauthorized":   {401, requestToken, ""},
		"forbidden":      {403, requestToken, ""},
		"not found":      {404, "", ""},
		"wrong method":   {405, "", ""},
		"redirected":     {302, "", ""},
		"a sign-in page": {203, "<html>", ""},
		"throttled":      {429, "", fault},
		"a fault":        {503, "", fault},
		"a proxy":        {407, "", "HTTPS_PROXY"},
		"no token":       {200, `{"count":0}`, ""},
		"not JSON":       {200, "<html>" + requestToken, ""},
		"an odd token":   {200, `{"value":"two words","oidcToken":"two words"}`, odd},
	} {
		endpoint := platform(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://127.0.0.1:1/elsewhere")
			w.WriteHeader(test.status)
			_, _ = io.WriteString(w, test.body)
		})
		for who, credential := range bothPlatforms(t, endpoint.URL) {
			_, failure := credential.get(t.Context(), entra.Guarded(endpoint.Client()))
			want := []string{"get an OIDC token from " + who, test.want}
			if test.want == "" {
				want[1] = lacks[who]
			}
			if test.status != 200 {
				want = append(want, who+" answered HTTP "+strconv.Itoa(test.status))
			}
			wantFailure(t, name, failure, want...)
			if shown := failure.StatusCode; (shown != 0) != (test.status != 200) {
				t.Errorf("%s: status %d", name, shown)
			}
		}
	}
}

func TestRequestedToken_UnreachableAndUntrusted(t *testing.T) {
	t.Parallel()
	endpoint := platform(t, func(http.ResponseWriter, *http.Request) {})
	for who, credential := range bothPlatforms(t, endpoint.URL) {
		_, failure := credential.get(t.Context(), entra.Guarded(&http.Client{}))
		wantFailure(t, "untrusted", failure, "certificate", who+" cannot be reached", "`ca_bundle_path`")
	}
	endpoint.Close()
	for _, credential := range bothPlatforms(t, endpoint.URL) {
		_, failure := credential.get(t.Context(), entra.Guarded(endpoint.Client()))
		wantFailure(t, "closed", failure, expect.ConnectionRefused().Error(), "HTTPS_PROXY")
	}
}

func TestFederatedToken_InvalidValues(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		credential Credential
		want       string
	}{
		"nothing":      {FederatedToken(func() string { return "\n" }), "the token is empty"},
		"quoted":       {FederatedToken(func() string { return `"x"` }), "quotation mark"},
		"no such file": {FederatedTokenFile(filepath.Join(t.TempDir(), "none")), "_file_path`"},
		"two words":    {FederatedTokenFile(writeFile(t, []byte("two words"))), "white space"},
		"UTF-16":       {FederatedTokenFile(writeFile(t, inUTF16("$(TOKEN)"))), "placeholder"},
		"a byte order mark": {FederatedTokenFile(writeFile(t, []byte("\xef\xbb\xbf${TOKEN}\n"))),
			"placeholder"},
	} {
		_, failure := test.credential.get(t.Context(), nil) // no request is made
		wantFailure(t, name, failure, "as a client credential", test.want, "`oidc_token")
	}
}

func TestCredentials_MistakesInTheConfiguration(t *testing.T) {
	t.Parallel()
	const good = "https://pipelines.example.com/token"
	gitHub := func(requestURL, token string) error { return onlyError(GitHub(requestURL, token)) }
	azureDevOps := func(requestURL, token, connection string) error {
		return onlyError(AzureDevOps(requestURL, token, connection))
	}
	const mapped = "SYSTEM_ACCESSTOKEN: $(System.AccessToken)"
	for name, test := range map[string]struct {
		err           error
		setting, want string
	}{
		"no URL":     {gitHub("", requestToken), "oidc_request_url", "GitHub Actions"},
		"plain HTTP": {gitHub("http://x.example", requestToken), "oidc_request_url", "https"},
		"a user in the URL": {gitHub("https://u:"+requestToken+"@h", requestToken), "oidc_request_url",
			"https"},
		"an unreadable URL": {gitHub("https://h:port", requestToken), "oidc_request_url", "https"},
		"no token":          {gitHub(good, " "), "oidc_request_token", "id-token: write"},
		"a token in two":    {gitHub(good, "two words"), "oidc_request_token", "white space"},
		"no service connection": {azureDevOps(good, requestToken, " "),
			"ado_pipeline_service_connection_id", "missing"},
		"the job's token unmapped": {azureDevOps(good, "", "id"), "oidc_request_token", mapped},
		"outside of a pipeline": {azureDevOps("", requestToken, "id"), "oidc_request_url",
			"It exists only in such a job"},
		"an empty client secret": {onlyError(Secret("\n")), "client_secret",
			"Set it to the secret's value"},
		"an empty certificate": {onlyError(FromCertificate(Certificate{})), "client_certificate",
			"must contain a PFX"},
	} {
		wantMistake(t, name, test.err, test.setting, test.want)
	}
}

func onlyError(_ Credential, err error) error { return err }
