// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/auditrecords"
)

type token string

func (t token) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	return auth.Token{Value: string(t), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func (token) Description() auth.Description { return auth.Description{} }

// client returns a client of a service. Any token will do, unless it is the emulator.
func client(t testing.TB, baseURL string, bearer token) *auditrecords.Client {
	t.Helper()
	return auditrecords.New(expect.Must(partnercenter.NewClient(partnercenter.Config{
		BaseURL: baseURL, Tokens: bearer, HTTPClient: &http.Client{}}))(t))
}

// serve starts a service.
func serve(t testing.TB, answer http.HandlerFunc) *auditrecords.Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return client(t, s.URL, "token")
}

// replying answers every call with a body.
func replying(t testing.TB, body string) *auditrecords.Client {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
}

// sample returns the body of a documented reply.
func sample(t testing.TB, name string) string {
	t.Helper()
	text := string(expect.Must(os.ReadFile(filepath.Join("testdata", name)))(t))
	if _, response, found := strings.Cut(text, "### response"); found {
		_, body, _ := strings.Cut(response, "{")
		return "{" + body
	}
	return text
}

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// oneDay is a query that needs one window.
func oneDay() auditrecords.Query {
	return auditrecords.Query{Start: day("2026-04-30"), End: day("2026-04-30")}
}
