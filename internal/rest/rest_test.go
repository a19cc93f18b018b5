// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// counted hands out a new token each time.
type counted struct{ given int }

func (c *counted) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	c.given++
	return auth.Token{Value: fmt.Sprint("token-", c.given)}, nil
}

func (*counted) Description() auth.Description { return auth.Description{Method: "test"} }

// connect returns a client of a service that answers with these statuses in turn, each with a body,
// and the received requests.
func connect(t *testing.T, change func(*rest.Config), statuses ...int) (*rest.Client,
	*[]*http.Request) {
	t.Helper()
	seen := &[]*http.Request{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*seen = append(*seen, r)
		w.WriteHeader(statuses[len(*seen)-1])
		_, _ = io.WriteString(w, `{"code":"c","description":"body"}`)
	}))
	t.Cleanup(s.Close)
	base := expect.Must(url.Parse(s.URL + "/gateway/"))(t)
	cfg := rest.Config{BaseURL: base, Tokens: &counted{}, HTTPClient: s.Client(),
		Retry: transport.RetryPolicy{MaxRetries: 1, MinWait: 1, MaxWait: 1}}
	change(&cfg)
	return rest.New(cfg), seen
}

func nothing(*rest.Config) {}

func read(resp *http.Response, _ time.Time) error { return rest.CheckComplete(resp) }

func TestDo_KnowsNoEndpoint(t *testing.T) {
	t.Parallel()
	var answered []string
	c, seen := connect(t, func(c *rest.Config) {
		c.Header = http.Header{"Consistencylevel": {"eventual"}}
		c.Answered = func(_ context.Context, h http.Header) { answered = append(answered, h.Get("Date")) }
	}, 503, 200)
	_, err := c.Do(t.Context(), rest.Request{Method: http.MethodGet, Path: []string{"v9", "a/../b?c"},
		Query: url.Values{"$top": {"5"}}, Handle: read})
	if err != nil || len(*seen) != 2 || len(answered) != 2 {
		t.Fatalf("%d requests, %d answers, error %v", len(*seen), len(answered), err)
	}
	if got := (*seen)[1]; got.RequestURI != "/gateway/v9/a%2F..%2Fb%3Fc?%24top=5" ||
		got.Header.Get("ConsistencyLevel") != "eventual" ||
		got.Header.Get("MS-CorrelationId") != c.CorrelationID() {
		t.Errorf("got %s, %v", got.RequestURI, got.Header)
	}
}

func TestDo_AnErrorOfTheCallerIsReturnedUnchanged(t *testing.T) {
	t.Parallel()
	enough := errors.New("enough")
	var told []*rest.Error
	c, seen := connect(t, nothing, 200)
	_, err := c.Do(t.Context(), rest.Request{Method: http.MethodGet,
		Handle:  func(*http.Response, time.Time) error { return rest.Callers(enough) },
		Observe: func(failed *rest.Error) { told = append(told, failed) }})
	if err != enough || len(*seen) != 1 || len(told) != 0 { //nolint:errorlint // unchanged
		t.Errorf("%d requests, told %v, error %v", len(*seen), told, err)
	}
}

// inTurn returns its tokens in turn, and then the last one again, or an error if it has one.
type inTurn struct {
	counted
	values []string
	err    error
	asked  []auth.TokenRequest
}

func (s *inTurn) Token(_ context.Context, want auth.TokenRequest) (auth.Token, error) {
	s.asked = append(s.asked, want)
	if s.err != nil && len(s.asked) > len(s.values) {
		return auth.Token{}, s.err
	}
	return auth.Token{Value: s.values[min(len(s.asked), len(s.values))-1]}, nil
}

// Only the service's own package knows for which 401 another token is useless.
func TestDo_ARefusedTokenIsRenewedOnceUnlessThatIsOfNoUse(t *testing.T) {
	t.Parallel()
	signedOut := errors.New("no refresh token")
	for name, test := range map[string]struct {
		values           []string
		noUse            bool
		retries          int
		answers, renewed []int // renewed lists the attempts, from 0, that ask for another token
		attempts         int
		status           int // of the error; 0 without an error or answer
	}{
		"which is no retry": {[]string{"t1", "t2"}, false, 0, []int{401, 200}, []int{1}, 2, 0},
		"a second refusal is final": {[]string{"t1", "t2", "t3"}, false, 1, []int{401, 503, 401},
			[]int{1, 2}, 3, 401},
		"no other token is there": {[]string{"t1"}, false, 1, []int{401}, []int{1}, 1, 401},
		"of no use":               {[]string{"t1", "t2"}, true, 1, []int{401}, nil, 1, 401},
		"no token at all":         {nil, false, 1, nil, nil, 0, 0},
	} {
		source := &inTurn{values: test.values}
		if test.values == nil {
			source.err = signedOut
		}
		c, seen := connect(t, func(c *rest.Config) {
			c.Tokens, c.Retry.MaxRetries = source, test.retries
			c.Unrenewable = func(code, _ string, body []byte) bool {
				return test.noUse && code == "c" && strings.Contains(string(body), "body")
			}
		}, test.answers...)
		_, err := c.Do(t.Context(), rest.Request{Method: http.MethodGet, Handle: read})
		var failed *rest.Error
		if errors.As(err, &failed) != (test.status != 0 || source.err != nil) ||
			failed != nil && (failed.StatusCode != test.status || failed.Unrenewable != test.noUse ||
				test.status == 401 && (failed.Code != "c" || failed.Attempts != test.attempts)) ||
			!errors.Is(err, source.err) && source.err != nil {
			t.Errorf("%s: got %v", name, err)
		}
		for i, r := range *seen {
			expect.Equal(t, name+": request", "Bearer "+test.values[i], r.Header.Get("Authorization"))
		}
		for i, asked := range source.asked {
			if renewed := slices.Contains(test.renewed, i); renewed && asked.Rejected != "t1" ||
				!renewed && asked != (auth.TokenRequest{}) {
				t.Errorf("%s: token %d was asked for by %+v", name, i, asked)
			}
		}
		if len(*seen) != test.attempts || len(source.asked) < len(test.renewed)+1 {
			t.Errorf("%s: %d requests, %d tokens", name, len(*seen), len(source.asked))
		}
	}
}

// If another status also completes a call, such as one that is polled, the call has its own
// handler.
func TestDo_TheHandlerDecidesWhatIsComplete(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		handle func(*http.Response, time.Time) error
		fails  bool
	}{{read, true}, {func(*http.Response, time.Time) error { return nil }, false}} {
		c, _ := connect(t, nothing, 202)
		_, err := c.Do(t.Context(), rest.Request{Method: http.MethodPost, Body: []byte("{}"), Once: true,
			Handle: test.handle})
		var failed *rest.Error
		if errors.As(err, &failed) != test.fails || test.fails && !failed.OutcomeUnknown {
			t.Errorf("got %v", err)
		}
	}
}
