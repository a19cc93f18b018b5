// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/probe"
)

// anyToken is a token source.
type anyToken struct{}

func (anyToken) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	return auth.Token{Value: "opaque"}, nil
}

func (anyToken) Description() auth.Description { return auth.Description{} }

const (
	customer = "0d7e3a92-8b1c-4d7a-9a55-6e0f0f1c2d3b"
	plan     = "5b8c1c2e-0d5f-4b61-8f0e-1a2b3c4d5e6f"
)

// list is a page of n equal elements, and more members.
func list(n int, element, more string) string {
	return `{"items":[` + strings.TrimSuffix(strings.Repeat(element+",", n), ",") + `]` + more + `}`
}

// events is a list of n different ones.
func events(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"eventId":"e%d","customerTenantId":%q,"subscriptionId":%q}`, i,
			customer, plan))
	}
	return "[" + strings.Join(all, ",") + "]"
}

// observe runs a probe against a service with pages of n elements and more members, whose number of
// events grows by one during the run.
func observe(t *testing.T, n int, more string) *fidelity.Report {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := list(n, "{}", more)
		switch query := r.URL.Query(); {
		case strings.HasSuffix(r.URL.Path, "/fraudEvents"):
			switch {
			case query.Get("PageNumber") == "" && query.Get("PageSize") == "":
				body = events(n)
			case query.Get("PageSize") == "1":
				body = strings.Replace(events(1), "e0", "e"+query.Get("PageNumber"), 1)
			case query.Get("PageNumber") == "1":
				body = events(n + 1)
			default:
				body = "[]"
			}
		case strings.HasSuffix(r.URL.Path, "/subscriptions/usagerecords"):
			body = list(1, fmt.Sprintf(`{"id":%q,"offerId":"DZH318Z0BPS6"}`, plan), "")
		}
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return run(t, server)
}

// run runs a probe against a service.
func run(t *testing.T, server *httptest.Server) *fidelity.Report {
	t.Helper()
	service := probe.Service{BaseURL: server.URL, Tokens: anyToken{}}
	return expect.Must(probe.Run(t.Context(), probe.Config{PartnerCenter: service,
		Graph: &service, HTTP: server.Client(), Cloud: "global", Program: "dev",
		Emulator: func() bool { return false }}))(t)
}

// How many customers, events, and records an account has can identify it. The length of a list is
// in a report only if it is the limit of a page.
func TestRun_ALengthIsNotALimit(t *testing.T) {
	t.Parallel()
	for _, more := range []string{``, `,"links":{"next":null}`, `,"links":{"next":""}`,
		`,"links":{"next":{}}`, `,"@odata.nextLink":null`, `,"@odata.nextLink":""`,
		`,"continuationToken":"x"`, `,"links":{"next":{"uri":"x?seek=y"}}`,
		`,"links":{"next":{"headers":[{"key":"k","value":"v"}]}}`, `,"@odata.nextLink":"https://x/y"`} {
		report := observe(t, 437, more)
		for key, value := range report.Observations {
			if strings.Contains(value, "437") || strings.Contains(value, "438") {
				t.Errorf("with %s, %s is %s", more, key, value)
			}
		}
	}
}

// A limit is in the report.
func TestRun_ALimitIsSeen(t *testing.T) {
	t.Parallel()
	report := observe(t, 500, `,"links":{"next":{"uri":"x?seek=y"}}`)
	for _, key := range []string{"usage.page_size", "azure.page_size", "score.page_size",
		"audit.page_limit"} {
		expect.Equal(t, key, "500", report.Observations[key])
	}
	report = observe(t, 500, `,"links":{"next":{}},"@odata.nextLink":null`)
	for _, key := range []string{"usage.page_size", "azure.page_size", "score.page_size"} {
		expect.Equal(t, key, "none", report.Observations[key])
	}
}

// A body of few bytes can have so many values that no memory holds them.
func TestRun_TooManyValuesAreTooLarge(t *testing.T) {
	t.Parallel()
	report := observe(t, 10, `,"x":[`+strings.Repeat("{},", 1<<20)+`{}]`)
	for _, call := range report.Calls {
		if call.Name == fidelity.CallUsage {
			expect.Equal(t, "outcome", fidelity.TooLarge, call.Outcome)
			return
		}
	}
	t.Error("there is no such call")
}
