// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package freshness tests the Ledger and the real client together: a write leaves at most five
// seconds after the request for the page that showed its event, whatever delays it.
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
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// subscriptionID is the subscription of all events.
const subscriptionID = "6B7CAAAA-0000-4000-8000-00000000000A"

// inBubble runs a test in fake time. It fails the test if anything still runs an hour after its
// end.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(time.Hour)
		test(t)
	})
}

// changeOf returns the decision that an event is fraud.
func changeOf(t *testing.T, id string) fraud.Change {
	t.Helper()
	return fraud.Change{Key: fraud.Key{SubscriptionID: subscriptionID, EventID: id},
		Decision: expect.Must(fraud.NewDecision("Resolved", "Fraud"))(t)}
}

// decideAll gives the changes one hour.
func decideAll(t *testing.T, l *ledger.Ledger, changes []fraud.Change) []ledger.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	return l.DecideAll(ctx, changes)
}

// findOther reads an event that is not to be decided.
func findOther(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	key := fraud.Key{SubscriptionID: subscriptionID, EventID: "e001"}
	if _, err := l.Find(t.Context(), key); err != nil {
		t.Error(err)
	}
}

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

// Whatever delays a write after its review, it leaves at most five seconds after the request for
// its page.
func TestDecideAll_NothingIsWrittenByAnOldPage(t *testing.T) {
	t.Parallel()
	const second = time.Second
	slowPage := func(slow int, takes time.Duration) func(int) time.Duration {
		return func(page int) time.Duration {
			if page == slow {
				return takes
			}
			return 100 * time.Millisecond
		}
	}
	for name, test := range map[string]struct {
		wire    *wire
		decide  []string
		before  func(t *testing.T, l *ledger.Ledger) // begins another step
		written int
		fails   string
		lists   int // at most
	}{
		"nothing": {wire: &wire{events: 3, pageSize: 5}, decide: []string{"e000", "e001"}, written: 2,
			lists: 1},
		"a slow later page": {
			wire:   &wire{events: 20, pageSize: 5, listTakes: slowPage(3, 20*second)},
			decide: []string{"e000", "e001"}, written: 2, lists: 6,
		},
		"many pages": {
			wire:   &wire{events: 100, pageSize: 5, listTakes: func(int) time.Duration { return second }},
			decide: []string{"e007"}, written: 1, lists: 23,
		},
		"events of pages far apart": {
			wire:    &wire{events: 60, pageSize: 5, listTakes: func(int) time.Duration { return second }},
			decide:  []string{"e001", "e033", "e059"},
			written: 3, lists: 90,
		},
		"a page that is always too slow": {
			wire:   &wire{events: 3, pageSize: 5, listTakes: func(int) time.Duration { return 6 * second }},
			decide: []string{"e000"},
			fails:  "more than five seconds", lists: 6,
		},
		"a listing that began long ago": {
			wire: &wire{events: 7, pageSize: 5, listTakes: slowPage(2, 30*second)}, decide: []string{"e000"},
			written: 1, lists: 8,
			before: func(t *testing.T, l *ledger.Ledger) {
				go findOther(t, l)
				time.Sleep(20 * second)
			},
		},
		"a listing of minutes ago": {
			wire: &wire{events: 3, pageSize: 5}, decide: []string{"e000"}, written: 1, lists: 2,
			before: func(t *testing.T, l *ledger.Ledger) {
				findOther(t, l)
				time.Sleep(2 * time.Minute)
			},
		},
		"a refused token": {
			wire: &wire{
				events: 3, pageSize: 5,
				refuse: func(post int) (int, int) { return map[int]int{1: 401}[post], 0 },
				tokens: func(asked int) time.Duration { return map[int]time.Duration{3: 10 * second}[asked] },
			},
			decide: []string{"e000"}, written: 1, lists: 9,
		},
		"a slow token": {
			wire: &wire{
				events: 3, pageSize: 5,
				tokens: func(asked int) time.Duration { return map[int]time.Duration{2: 10 * second}[asked] },
			},
			decide: []string{"e000"}, written: 1, lists: 2,
		},
		"throttling": {
			wire: &wire{events: 3, pageSize: 5,
				refuse: func(post int) (int, int) { return map[int]int{1: 429, 2: 429}[post], 40 }},
			decide: []string{"e000"}, written: 1, lists: 4,
		},
		"back-off": {
			wire: &wire{events: 3, pageSize: 5,
				refuse: func(post int) (int, int) { return map[bool]int{true: 503}[post <= 5], 0 }},
			decide: []string{"e000"}, written: 1, lists: 7,
		},
		"a refused batch, in parts": {
			wire:   &wire{events: 16, pageSize: 20, refuses: "e005", postTakes: 2 * second},
			decide: []string{"e000", "e001", "e002", "e003", "e004", "e005", "e006", "e007"}, written: 7,
			fails: "3000", lists: 3,
		},
		"a batch of which everything is refused": { // one look covers all of them
			wire: &wire{events: 12, pageSize: 20, refuse: func(int) (int, int) { return 400, 0 },
				postTakes: second},
			decide: []string{"e000", "e001", "e002", "e003", "e004", "e005", "e006", "e007", "e008", "e009",
				"e010", "e011"}, fails: "400", lists: 4,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				w := test.wire
				w.t, w.shown = t, map[string]time.Time{}
				l := connect(t, w, w, w.pageSize)
				if test.before != nil {
					test.before(t, l)
				}
				var changes []fraud.Change
				for _, id := range test.decide {
					changes = append(changes, changeOf(t, id))
				}
				var said strings.Builder
				for _, r := range decideAll(t, l, changes) {
					if r.Err != nil {
						said.WriteString(r.Err.Error())
					}
				}
				if test.fails == "" && said.Len() > 0 || !strings.Contains(said.String(), test.fails) {
					t.Errorf("it says %q", said.String())
				}
				if len(w.wrote) != test.written {
					t.Errorf("wrote %v, want %d", w.wrote, test.written)
				}
				if w.lists > test.lists {
					t.Errorf("%d pages, want %d at the most", w.lists, test.lists)
				}
			})
		})
	}
}
