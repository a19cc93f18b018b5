// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package credential

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
)

// tokenEndpoint is a service of a build platform that issues an OIDC token for the running job.
type tokenEndpoint struct {
	platform string // "GitHub Actions"
	method   string
	url      string
	bearer   string // secret
	field    string // the field of the reply that holds the token
	query    url.Values
	advice   anatomy.Text // advice for a refusal
}

// GitHub returns the identity of a GitHub Actions job: requestURL and requestToken come from
// ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN. It requests a fresh token for
// every assertion (docs.github.com/actions/reference/security/oidc). The error is a
// *anatomy.Mistake.
func GitHub(requestURL, requestToken string) (Credential, error) {
	return requestedCredential("GitHub Actions", tokenEndpoint{
		platform: "GitHub Actions",
		method:   http.MethodGet,
		url:      requestURL,
		bearer:   requestToken,
		field:    "value",
		query:    url.Values{"audience": {entra.AssertionAudience}},
		advice: anatomy.Say("Give the job permission to request one: `permissions: { id-token: write " +
			"}` in the workflow. Add `contents: read` if it checks out code. A workflow from a fork " +
			"cannot have this permission."),
	})
}

// AzureDevOps returns the identity of a service connection in an Azure DevOps pipeline: requestURL
// and accessToken come from SYSTEM_OIDCREQUESTURI and SYSTEM_ACCESSTOKEN. It requests a fresh token
// for every assertion (learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create).
// The error is a *anatomy.Mistake.
func AzureDevOps(requestURL, accessToken, serviceConnectionID string) (Credential, error) {
	serviceConnectionID = strings.TrimSpace(serviceConnectionID)
	if serviceConnectionID == "" {
		return Credential{}, anatomy.Wrong("is missing").
			Do("Set it to the id of the service connection.").
			At(anatomy.ADOPipelineServiceConnectionID, "")
	}
	return requestedCredential("Azure DevOps service connection", tokenEndpoint{
		platform: "Azure DevOps",
		method:   http.MethodPost,
		url:      requestURL,
		bearer:   accessToken,
		field:    "oidcToken",
		query:    url.Values{"api-version": {"7.1"}, "serviceConnectionId": {serviceConnectionID}},
		advice: anatomy.Say("Map the job's token into the step's environment (`SYSTEM_ACCESSTOKEN: "+
			"$(System.AccessToken)`). Check that %v is the id of a service connection with workload "+
			"identity federation, and that this pipeline is allowed to use it.",
			anatomy.ADOPipelineServiceConnectionID),
	})
}

func requestedCredential(kind string, endpoint tokenEndpoint) (Credential, error) {
	endpoint.url, endpoint.bearer = strings.TrimSpace(endpoint.url), strings.TrimSpace(endpoint.bearer)
	target, err := url.Parse(endpoint.url)
	if err != nil || target.Scheme != "https" || target.Host == "" || target.User != nil {
		return Credential{}, anatomy.Wrong("must be the https URL that %s provides to a job",
			endpoint.platform).Do("It exists only in such a job.").At(anatomy.OIDCRequestURL, "")
	}
	if endpoint.bearer == "" {
		return Credential{}, anatomy.Wrong("is missing: %s issues no OIDC token without it",
			endpoint.platform).Do("%v", endpoint.advice).At(anatomy.OIDCRequestToken, "")
	}
	if mistake := auth.CheckToken(endpoint.bearer); mistake != nil {
		return Credential{}, mistake.At(anatomy.OIDCRequestToken, "")
	}
	query := target.Query()
	for name, values := range endpoint.query {
		query[name] = values
	}
	target.RawQuery = query.Encode()
	endpoint.url = target.String()
	return Credential{kind: kind, proof: entra.Proof{Secrets: []string{endpoint.bearer}},
		get: endpoint.fetch}, nil
}

// fetch requests a token. It uses nothing else of the reply, whose other content is unknown.
func (e tokenEndpoint) fetch(ctx context.Context, client *http.Client) (string, *auth.Error) {
	fail := func(problem, advice anatomy.Text) *auth.Error {
		return &auth.Error{Operation: e.operation(), Service: e.platform, Problem: problem,
			Advice: advice}
	}
	req, err := http.NewRequestWithContext(ctx, e.method, e.url, http.NoBody)
	if err != nil {
		return "", fail(anatomy.Say("the request cannot be created"),
			anatomy.Say("Check %v.", anatomy.OIDCRequestURL))
	}
	req.Header.Set("Authorization", "Bearer "+e.bearer)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	// Without this header, Azure DevOps answers a bad token with a redirect to its sign-in page.
	req.Header.Set("X-TFS-FedAuthRedirect", "Suppress")
	resp, err := client.Do(req)
	if err != nil {
		return "", e.unreachable(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		failure := fail(anatomy.Say("no OIDC token was issued for this job"),
			e.statusHint(resp.StatusCode))
		failure.StatusCode = resp.StatusCode
		return "", failure
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", e.unreachable(err)
	}
	var fields map[string]json.RawMessage
	var token string
	if json.Unmarshal(body, &fields) != nil || json.Unmarshal(fields[e.field], &token) != nil ||
		token == "" {
		return "", fail(anatomy.Say("the reply contains no %q%s", e.field,
			entra.ContentType(resp.Header, auth.Redactor{Secrets: []string{e.bearer}})), e.advice)
	}
	return checkedAssertion(e.operation(), anatomy.OIDCRequestURL, token)
}

func (e tokenEndpoint) unreachable(err error) *auth.Error {
	failure := entra.RequestFailure(e.operation(), err, auth.Redactor{Secrets: []string{e.bearer}})
	failure.Advice = anatomy.Say("Check %v, the proxy settings (HTTPS_PROXY, NO_PROXY), and %v. "+
		"%s cannot be reached.", anatomy.OIDCRequestURL, anatomy.CABundlePath, e.platform)
	return failure
}

func (e tokenEndpoint) operation() string { return "get an OIDC token from " + e.platform }

// statusHint separates temporary failures from those that the user must resolve.
func (e tokenEndpoint) statusHint(status int) anatomy.Text {
	switch {
	case status == http.StatusProxyAuthRequired:
		return entra.StatusHint(status)
	case status == http.StatusTooManyRequests, status >= 500:
		return anatomy.Say("%s %s failed, or limits the rate of requests.", entra.TryLater, e.platform)
	default:
		return e.advice
	}
}
