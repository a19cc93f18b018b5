// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package freshness_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// busy is a Partner Center in which, at random, a colleague decides, alerts arrive and age out,
// pages are slow, replies break off, and calls are refused. It checks for every write that nobody
// overwrites a colleague's decision of more than five seconds before.
type busy struct {
	*wire

	random   *rand.Rand
	rows     []string // event ids, in the order of the listing
	status   map[string]string
	decided  map[string]time.Time // by the colleague
	arrivals int
	// one event: if two age out, each may hide the same event, in two listings in a row
	removed bool
}

func newBusy(t *testing.T, seed uint64) *busy {
	t.Helper()
	b := &busy{
		wire: &wire{pageSize: 10, t: t}, random: rand.New(rand.NewPCG(seed, seed)), //nolint:gosec // repeatable
		status: map[string]string{}, decided: map[string]time.Time{},
	}
	for i := range 38 {
		b.arrive(fmt.Sprintf("e%03d", i))
	}
	return b
}

func (b *busy) arrive(id string) {
	b.rows = append([]string{id}, b.rows...)
	b.status[id] = "Active"
}

// takes waits up to this long, usually much shorter.
func (b *busy) takes(most time.Duration) {
	b.mu.Lock()
	d := time.Duration(b.random.Int64N(int64(most)))
	if b.random.IntN(4) > 0 {
		d /= 20
	}
	b.mu.Unlock()
	time.Sleep(d)
}

// live keeps changing the world until the end.
func (b *busy) live(end <-chan struct{}) {
	for {
		b.takes(4 * time.Second)
		select {
		case <-end:
			return
		default:
		}
		b.mu.Lock()
		switch id := b.rows[b.random.IntN(len(b.rows))]; b.random.IntN(4) {
		case 0:
			b.arrivals++
			b.arrive(fmt.Sprint("new", b.arrivals))
		case 1:
			if strings.HasPrefix(id, "new") && !b.removed {
				b.removed = true
				b.rows = slices.DeleteFunc(b.rows, func(r string) bool { return r == id })
			}
		default:
			if b.status[id] == "Active" {
				b.status[id], b.decided[id] = "Investigating", time.Now()
			}
		}
		b.mu.Unlock()
	}
}

func (b *busy) RoundTrip(r *http.Request) (*http.Response, error) {
	b.takes(3 * time.Second) // for connecting
	b.mu.Lock()
	refused := b.random.IntN(12)
	b.mu.Unlock()
	switch {
	case refused == 0:
		return httpReply(429, "", "3"), nil
	case refused == 1:
		return httpReply(503, "", ""), nil
	case r.Method == http.MethodPost:
		return b.write(r)
	}
	return b.read(r)
}

func (b *busy) read(r *http.Request) (*http.Response, error) {
	page, _ := strconv.Atoi(r.URL.Query().Get("PageNumber"))
	b.mu.Lock()
	from := min((page-1)*b.pageSize, len(b.rows))
	var rows []string
	for _, id := range b.rows[from:min(from+b.pageSize, len(b.rows))] {
		rows = append(rows, fmt.Sprintf(
			`{"eventId":%q,"subscriptionId":%q,"eventStatus":%q,"resolvedReason":"Fraud"}`, id, subscriptionID,
			b.status[id]))
	}
	broken := b.random.IntN(15) == 0
	b.mu.Unlock()
	b.takes(6 * time.Second) // the reply is on its way
	if broken {
		return nil, errors.New("connection reset by peer")
	}
	return httpReply(200, "["+strings.Join(rows, ",")+"]", ""), nil
}

func (b *busy) write(r *http.Request) (*http.Response, error) {
	var body struct {
		EventIDs []string `json:"EventIds"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range body.EventIDs {
		if at, ok := b.decided[id]; ok && b.status[id] == "Investigating" &&
			time.Since(at) > 5*time.Second {
			b.t.Errorf("what a colleague decided about %s is overwritten after %s", id, time.Since(at))
		}
	}
	if b.random.IntN(6) == 0 {
		return httpReply(400, `{"code":"3000","description":"no"}`, ""), nil
	}
	for _, id := range body.EventIDs {
		b.status[id] = "Resolved"
	}
	b.wrote = append(b.wrote, body.EventIDs...)
	return httpReply(200, "[]", ""), nil
}

// Eighteen decisions by a plan that saw every event Active, carried out while the world changes.
func TestDecideAll_RandomRunsOverwriteNothingUnseen(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	written, refused := 0, 0
	t.Cleanup(func() {
		if written < 100 || refused < 100 {
			t.Errorf("%d written and %d refused say little", written, refused)
		}
	})
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				b := newBusy(t, seed)
				end := make(chan struct{})
				go b.live(end)
				active := fraud.Standing{Status: fraud.Active}
				var changes []fraud.Change
				for i := range 18 {
					i *= 2
					change := changeOf(t, fmt.Sprintf("e%03d", i))
					change.Seen, change.AcceptUnlisted = &active, true
					changes = append(changes, change)
				}
				results := decideAll(t, connect(t, b, b, b.pageSize), changes)
				close(end)
				mu.Lock()
				defer mu.Unlock()
				written += len(b.wrote)
				for i, r := range results {
					if r.Err != nil {
						refused++
					} else if r.Outcome.Action == fraud.Record {
						t.Errorf("%s is listed all the time, and recorded as unlisted", changes[i].Key)
					}
				}
			})
		})
	}
}
