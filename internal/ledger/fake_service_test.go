// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// The service prints ids in its own case.
const (
	subA = "6B7CAAAA-0000-4000-8000-00000000000A"
	subB = "6B7CBBBB-0000-4000-8000-00000000000B"
)

// fakeService is a backend in memory. Configure it before use. Hooks run without the lock.
type fakeService struct {
	latency  time.Duration // of every call, or page
	pageSize int           // 0: everything on one page

	// onPage runs after a page, when its content is final; pages count from 1 in each call.
	onPage func(call, page int) error

	// onList runs when the listing's content is final, but not yet returned; call counts from 1.
	onList func(ctx context.Context, call int) error
	// onUpdate runs before an update takes effect. An error prevents it.
	onUpdate func(ctx context.Context, call int) error
	// toLeave is the time before an update can leave, for example to get a token.
	toLeave func(asked int) time.Duration
	// lost loses the reply to an update, and says whether the update took effect.
	lost func(call int) (lost, happened bool)
	// reply creates the reply to an update from the changed events; nil returns these.
	reply func(changed []fraud.Event) []fraud.Event
	// lag is how many further listings do not show an update.
	lag int
	// refuses are ids that an update must not name; the whole update is refused.
	refuses map[string]bool
	// partly judges each event of an update by itself. It returns the failed ones, and which of them
	// the update changes all the same.
	partly func(call int, u fraud.Update) (failures []fraud.Failure, happened []string)
	// tenantOnly is a service that lists only the whole tenant.
	tenantOnly bool
	// oneByOne is a service that turns out to take only one event in each update.
	oneByOne bool

	mu      sync.Mutex
	most    int // events in an update; 0: not yet known
	pages   int // of all listings
	asked   int // for updates, whether or not they left
	events  []fraud.Event
	pending []pendingChange
	lists   []listCall
	updates []updateCall
}

type pendingChange struct {
	listings int
	show     func()
}

type listCall struct {
	query fraud.Query
	at    time.Time
}

type updateCall struct {
	update fraud.Update
	at     time.Time
}

// fake is how messages name the service of these tests.
func fake() fraud.Service {
	return fraud.Service{Name: "Fake", RequestID: "X-Request", CorrelationID: "X-Run"}
}

func (s *fakeService) Limits() fraud.Limits {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fraud.Limits{Service: fake(), EventsPerUpdate: cmp.Or(s.most, 100), AllFields: true,
		TenantOnly: s.tenantOnly}
}

func (s *fakeService) List(ctx context.Context, q fraud.Query, to fraud.Visitor) error {
	if s.tenantOnly && q.TellUnfiltered {
		return fraud.ErrUnfiltered
	}
	call, events := s.list(q)
	if s.pageSize > 0 {
		return s.listPages(ctx, q, call, to)
	}
	asked := time.Now()
	time.Sleep(s.latency)
	if s.onList != nil {
		if err := s.onList(ctx, call); err != nil {
			return err
		}
	}
	return errors.Join(hand(to, asked, events...), ctx.Err())
}

// hand returns a page.
func hand(to fraud.Visitor, asked time.Time, events ...fraud.Event) error {
	to.Begin()
	for _, e := range events {
		e.AskedAt = asked
		if err := to.Event(e); err != nil {
			return err
		}
	}
	return to.End()
}

// listPages lists the events of one or all subscriptions, page by page. It repeats a row only if
// the row changed.
func (s *fakeService) listPages(
	ctx context.Context, q fraud.Query, call int, to fraud.Visitor,
) error {
	seen, moved := map[fraud.Key]fraud.Status{}, false
	for page := 0; ; page++ {
		asked := time.Now()
		events := s.page(q, page)
		time.Sleep(s.latency)
		if s.onPage != nil {
			if err := s.onPage(call, page+1); err != nil {
				return err
			}
		}
		var rows []fraud.Event
		for _, e := range events {
			was, again := seen[e.Key]
			seen[e.Key] = e.Status
			moved = moved || again
			if e.Again = again; !again || was != e.Status {
				rows = append(rows, e)
			}
		}
		if err := errors.Join(hand(to, asked, rows...), ctx.Err()); err != nil {
			return err
		}
		switch {
		case len(events) == s.pageSize && page+1 == q.MaxPages:
			return fraud.ErrMorePages
		case len(events) < s.pageSize && moved && q.TellMoved:
			return fraud.ErrMoved
		case len(events) < s.pageSize:
			return nil
		}
	}
}

func (s *fakeService) page(q fraud.Query, page int) []fraud.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages++
	listed := slices.DeleteFunc(slices.Clone(s.events), func(e fraud.Event) bool {
		return q.SubscriptionID != "" && !strings.EqualFold(q.SubscriptionID, e.SubscriptionID) ||
			q.Status != "" && q.Status != string(e.Status)
	})
	from := min(page*s.pageSize, len(listed))
	return listed[from:min(from+s.pageSize, len(listed))]
}

func (s *fakeService) list(q fraud.Query) (int, []fraud.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lists = append(s.lists, listCall{q, time.Now()})
	s.pending = slices.DeleteFunc(s.pending, func(p pendingChange) bool {
		if p.listings < len(s.lists) {
			p.show()
			return true
		}
		return false
	})
	return len(s.lists), slices.Clone(s.events)
}

// change changes an event of subscription A.
func (s *fakeService) change(id string, change func(*fraud.Event)) {
	s.changeIn(subA, id, 0, change)
}

// changeIn changes an event. The next lag listings do not show the change.
func (s *fakeService) changeIn(subscription, id string, lag int, change func(*fraud.Event)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	show := func() {
		for i := range s.events {
			if s.events[i].SubscriptionID == subscription && s.events[i].EventID == id {
				change(&s.events[i])
			}
		}
	}
	if lag == 0 {
		show()
		return
	}
	s.pending = append(s.pending, pendingChange{len(s.lists) + lag, show})
}

// colleague resolves an event as somebody else.
func (s *fakeService) colleague(id string, reason fraud.Reason) {
	s.change(id, func(e *fraud.Event) { restate(e, resolvedEvent(id, reason)) })
}

func (s *fakeService) listCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.lists)
}

// wantCalls checks how many calls were made.
func (s *fakeService) wantCalls(t *testing.T, lists, updates int) {
	t.Helper()
	expect.Equal(t, "listings", lists, s.listCount())
	expect.Equal(t, "updates", updates, len(s.posted()))
}

// activeEvent is an open event.
func activeEvent(subscription, id string) fraud.Event {
	return fraud.Event{
		Key: fraud.Key{SubscriptionID: subscription, EventID: id}, Status: fraud.Active, Severity: "High",
		EventTime:   time.Date(2021, 12, 8, 0, 25, 45, 0, time.UTC),
		DisplayName: "Alert " + id, SubscriptionName: "Production",
	}
}

// resolvedEvent is an event of subscription A that a colleague has resolved.
func resolvedEvent(id string, reason fraud.Reason) fraud.Event {
	e := activeEvent(subA, id)
	e.Status, e.Reason = fraud.Resolved, reason
	e.ResolvedBy, e.ResolvedOn = "colleague@contoso.com", time.Date(2022, 1, 2, 3, 4, 5, 0, time.UTC)
	return e
}
