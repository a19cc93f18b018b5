// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package freshness_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// wire is a Partner Center behind the real client, in fake time. It checks for every write that its
// events were requested at most five seconds before.
type wire struct {
	events   int // e000, e001, … of the subscription
	pageSize int

	listTakes func(page int) time.Duration // duration of a page
	postTakes time.Duration
	refuses   string                             // id of an event whose updates are refused
	refuse    func(post int) (status, after int) // answers to the first posts; 0 means success
	tokens    func(asked int) time.Duration      // duration of getting a token

	mu    sync.Mutex
	t     *testing.T
	posts int
	lists int
	asked int
	shown map[string]time.Time // time of the request for the page that last showed the event
	wrote []string
}

func (w *wire) Token(_ context.Context, _ auth.TokenRequest) (auth.Token, error) {
	w.mu.Lock()
	w.asked++
	asked := w.asked
	w.mu.Unlock()
	if w.tokens != nil {
		time.Sleep(w.tokens(asked))
	}
	return auth.Token{Value: fmt.Sprint("token", asked)}, nil
}

func (*wire) Description() auth.Description { return auth.Description{Method: "test"} }

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		return w.list(r)
	}
	return w.post(r)
}

func (w *wire) list(r *http.Request) (*http.Response, error) {
	asked := time.Now()
	page, _ := strconv.Atoi(r.URL.Query().Get("PageNumber"))
	if w.listTakes != nil {
		time.Sleep(w.listTakes(page))
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lists++
	var rows []string
	for i := (page - 1) * w.pageSize; i < min(page*w.pageSize, w.events); i++ {
		id := fmt.Sprintf("e%03d", i)
		rows = append(rows, fmt.Sprintf(`{"eventId":%q,"subscriptionId":%q,"eventStatus":"Active"}`, id,
			subscriptionID))
		w.shown[id] = asked
	}
	return httpReply(200, "["+strings.Join(rows, ",")+"]", ""), nil
}

func (w *wire) post(r *http.Request) (*http.Response, error) {
	var body struct {
		EventIDs []string `json:"EventIds"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.posts++
	for _, id := range body.EventIDs {
		if age := time.Since(w.shown[id]); age > 5*time.Second {
			w.t.Errorf("post %d leaves %s after %s was asked for", w.posts, age, id)
		}
	}
	time.Sleep(w.postTakes)
	if w.refuse != nil {
		if status, after := w.refuse(w.posts); status != 0 {
			return httpReply(status, "", strconv.Itoa(after)), nil
		}
	}
	if slices.Contains(body.EventIDs, w.refuses) {
		return httpReply(400, `{"code":"3000","description":"no"}`, ""), nil
	}
	var rows []string
	for _, id := range body.EventIDs {
		rows = append(rows, fmt.Sprintf(
			`{"eventId":%q,"subscriptionId":%q,"eventStatus":"Resolved","resolvedReason":"Fraud"}`, id,
			subscriptionID))
	}
	w.wrote = append(w.wrote, body.EventIDs...)
	return httpReply(200, "["+strings.Join(rows, ",")+"]", ""), nil
}

func httpReply(status int, body, retryAfter string) *http.Response {
	header := http.Header{"Content-Type": {"application/json"}}
	if retryAfter != "" {
		header.Set("Retry-After", retryAfter)
	}
	return &http.Response{StatusCode: status, Header: header,
		Body: io.NopCloser(strings.NewReader(body)), Proto: "HTTP/1.1"}
}

// connect returns a Ledger whose calls go through the round tripper.
func connect(t *testing.T, over http.RoundTripper, tokens auth.TokenSource,
	pageSize int) *ledger.Ledger {
	t.Helper()
	c := expect.Must(partnercenter.NewClient(partnercenter.Config{
		BaseURL: "http://127.0.0.1", HTTPClient: &http.Client{Transport: over}, Tokens: tokens,
		PageSize: pageSize, Retry: transport.RetryPolicy{MaxRetries: 6},
	}))(t)
	return ledger.New(c.FraudEvents(), nil)
}
