// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

const (
	customer = "a248da34-6840-4c67-82d7-7f55ccd50d03"
	plan1    = "3f15978e-005c-b763-bb78-2a8fab289c58"
	plan2    = "065eefc4-915b-453d-c558-152e39ec25b1"
	azure    = "2a7064fb-1e33-4007-974e-352cb3f2c805"
)

// Paths and methods of the calls.
const (
	path    = " /v1/customers/" + customer + "/subscriptions/"
	usage   = "GET" + path + "usagerecords"
	list1   = "GET" + path + plan1 + "/azureEntitlements"
	list2   = "GET" + path + plan2 + "/azureEntitlements"
	one     = path + plan1 + "/azureEntitlements/" + azure
	get1    = "GET" + one
	cancel1 = "POST" + one + "/cancel"
	revive1 = "POST" + one + "/reactivate"
)

// Replies.
const (
	twoPlans = `{"items":[{"id":"` + plan1 + `","offerId":"DZH318Z0BPS6:0001:X"},` +
		`{"id":"` + plan2 + `","offerId":"dzh318z0bps6"}]}`
	here = `{"items":[{"id":"` + azure + `","status":"active"}]}`
)

// answer is the reply of a scripted service.
type answer struct {
	status int // 0: hang up
	body   string
}

// service answers each call with its next answer, and repeats the last one.
type service struct {
	*httptest.Server
	mu      sync.Mutex
	answers map[string][]answer
	sent    []string
	bodies  []string
}

func serve(t *testing.T, answers map[string][]answer) *service {
	t.Helper()
	s := &service{answers: answers}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		call := r.Method + " " + r.RequestURI
		s.mu.Lock()
		s.sent, s.bodies = append(s.sent, call), append(s.bodies, string(body))
		next := s.answers[call]
		if len(next) > 1 {
			s.answers[call] = next[1:]
		}
		s.mu.Unlock()
		if len(next) == 0 {
			t.Errorf("unexpected: %s", call)
			next = []answer{{http.StatusTeapot, ""}}
		}
		if next[0].status == 0 {
			conn, _, _ := http.NewResponseController(w).Hijack()
			_ = conn.Close()
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(next[0].status)
		_, _ = io.WriteString(w, next[0].body)
	}))
	t.Cleanup(s.Close)
	return s
}

// calls returns how often a call was made.
func (s *service) calls(call string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sent := range s.sent {
		if sent == call {
			n++
		}
	}
	return n
}

func (s *service) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sent)
}

type token struct{}

func (token) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	return auth.Token{Value: "token"}, nil
}

func (token) Description() auth.Description { return auth.Description{Method: "test"} }

// client returns a client of the service.
func (s *service) client(t *testing.T, change ...func(*partnercenter.Config)) *entitlements.Client {
	t.Helper()
	httpClient := expect.Must(transport.New(transport.Options{UserAgent: "test"}))(t)
	t.Cleanup(httpClient.CloseIdleConnections)
	cfg := partnercenter.Config{BaseURL: s.URL, HTTPClient: httpClient, Tokens: token{},
		CorrelationID: "4cb80cbe-566b-4d8b-8b8f-af1454b73089",
		Retry: transport.RetryPolicy{MaxRetries: 1, MinWait: time.Millisecond,
			MaxWait: 2 * time.Millisecond}}
	for _, f := range change {
		f(&cfg)
	}
	return entitlements.New(expect.Must(partnercenter.NewClient(cfg))(t))
}

func ok(body string) []answer { return []answer{{http.StatusOK, body}} }

// standing is an entitlement with a status.
func standing(status string) answer {
	return answer{http.StatusOK, fmt.Sprintf(`{"id":%q,"status":%q}`, azure, status)}
}

// refusal is an error of Partner Center.
func refusal(status int, code string) answer {
	return answer{status, fmt.Sprintf(`{"code":%q,"description":"No."}`, code)}
}

// sample returns the body of a documented sample.
func sample(t *testing.T, name string) string {
	t.Helper()
	text := string(expect.Must(os.ReadFile(filepath.Join("testdata", name)))(t))
	if _, response, ok := strings.Cut(text, "### response"); ok {
		text = response
	}
	return text[max(strings.Index(text, "\n{")+1, 0):]
}
