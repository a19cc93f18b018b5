// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package mfa_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/mfa"
)

type tokens struct{}

func (tokens) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	return auth.Token{Value: "token", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func (tokens) Description() auth.Description { return auth.Description{} }

// serve starts a service whose lists have these replies.
func serve(t *testing.T, lists map[string]string) *mfa.Client {
	t.Helper()
	return serveWith(t, func(w http.ResponseWriter, r *http.Request) {
		body, found := lists[strings.TrimPrefix(r.URL.Path, "/v1/")]
		if !found {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write([]byte(body))
	})
}

// serveWith starts a service.
func serveWith(t *testing.T, answer http.HandlerFunc) *mfa.Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return mfa.New(expect.Must(partnercenter.NewClient(partnercenter.Config{
		BaseURL: s.URL, Tokens: tokens{}, HTTPClient: &http.Client{}}))(t))
}

func sample(t *testing.T, name, begin string) string {
	t.Helper()
	text := string(expect.Must(os.ReadFile(filepath.Join("testdata", name)))(t))
	_, body, _ := strings.Cut(text, begin)
	return begin + body
}

const (
	principals   = "nonMfaCompliantPartnerPrincipals"
	applications = "applicationmfaadoptionstatus"
)

func TestPrincipals_Forms(t *testing.T) {
	t.Parallel()
	one := []mfa.Principal{{ObjectID: "adc77aa5-7968-4c57-9f48-361018265c1a",
		TenantID:          "6e6aef4a-4ca9-40a8-b5bf-b53a1923c540",
		UserPrincipalName: "portalnonmfa@yourdomain.onmicrosoft.com",
		LastRequest:       time.Date(2020, 4, 21, 22, 9, 53, 51e6, time.UTC)}}
	printed := sample(t, "48-wrapped-collection-nonMfaCompliantPartnerPrincipals.http", "{")
	for body, want := range map[string][]mfa.Principal{
		printed: one,
		strings.Replace(printed, "lastNonMfaCompliantRequestDateTime",
			"LastNonMfaCompliantLoginDateTime", 1): one,
		"": {}, "null": {}, "[]": {}, `{"items":[]}`: {},
		`[null,{"UPN":"ann@x"}]`: {{UserPrincipalName: "ann@x"}},
	} {
		got, err := serve(t, map[string]string{principals: body}).Principals(t.Context())
		expect.NoError(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
	for _, body := range []string{"{}", `"x"`, "[7]", `{"items":[],"links":{"next":{"uri":"/x"}}}`} {
		if _, err := serve(t, map[string]string{principals: body}).Principals(t.Context()); err == nil {
			t.Errorf("%s passed", body)
		}
	}
}

// The numbers of an app are added up over its days.
func TestApplications_Forms(t *testing.T) {
	t.Parallel()
	const first, second = "14f38d7d-c4fc-448a-b2df-0fc60e75465a",
		"60a00bf2-0644-4279-83b3-87ddf96f2509"
	for body, want := range map[string][]mfa.Application{
		sample(t, "85-applicationmfaadoptionstatus.json", "["): {
			{ID: first, MFARequests: 7, AllRequests: 7}, {ID: second, MFARequests: 7, AllRequests: 14}},
		`{"items":[{"applicationId":"a","totalRequestCount":"5","mfaCompliantRequestCount":2},
			{"ApplicationId":"A","ApplicationName":"Portal","totalRequestCount":1,
			"mfaCompliantRequestCount":null}]}`: {
			{ID: "a", Name: "Portal", MFARequests: 2, AllRequests: 6}},
		"": nil, "[]": nil,
	} {
		got, err := serve(t, map[string]string{applications: body}).Applications(t.Context())
		expect.NoError(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
	for _, body := range []string{`[{"totalRequestCount":"many"}]`, `[{"totalRequestCount":1.5}]`,
		`[{"totalRequestCount":-1}]`, `[{"totalRequestCount":9000000000000000000}]`,
		`[{"totalRequestCount":{}}]`, "{}"} {
		if got, err := serve(t, map[string]string{applications: body}).Applications(
			t.Context()); err == nil {
			t.Errorf("%s passed: %v", body, got)
		}
	}
}

// A service that pages prints only a part of the users in its first reply.
func TestPrincipals_FollowsPages(t *testing.T) {
	t.Parallel()
	got, err := serveWith(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("MS-ContinuationToken") == "more" {
			_, _ = w.Write([]byte(`{"items":[{"upn":"bob@x"}]}`))
			return
		}
		w.Header().Set("MS-ContinuationToken", "more")
		_, _ = w.Write([]byte(`{"items":[{"upn":"ann@x"}]}`))
	}).Principals(t.Context())
	expect.NoError(t, err)
	if diff := cmp.Diff([]mfa.Principal{{UserPrincipalName: "ann@x"}, {UserPrincipalName: "bob@x"}},
		got); diff != "" {
		t.Error(diff)
	}
}

func TestLists_MissingFromTheService(t *testing.T) {
	t.Parallel()
	_, err := serve(t, nil).Principals(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	expect.Contains(t, err.Error(), "could not list users without MFA", "has no lists of MFA use")
}
