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
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
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

// failure describes how calls of the fakes fail.
type failure struct {
	kinds     []fraud.FailureKind
	requestID string
	cause     error

	before fraud.Attempts // of the next attempt
	wait   time.Duration
	again  bool
}

func failed(kinds ...fraud.FailureKind) *failure { return &failure{kinds: kinds} }

func (*failure) Error() string { return "the call failed" }

func (f *failure) Unwrap() error { return f.cause }

func (f *failure) Means(kind fraud.FailureKind) bool { return slices.Contains(f.kinds, kind) }

func (f *failure) CallIDs() (request, correlation string) { return f.requestID, "process" }

func (f *failure) Again() (fraud.Attempts, time.Duration, bool) { return f.before, f.wait, f.again }

// repeatable is a failure after which the update may be sent again, up to five attempts.
func repeatable(u fraud.Update, wait time.Duration, kinds ...fraud.FailureKind) *failure {
	f := failed(kinds...)
	f.before, f.wait, f.requestID = u.Before, wait, "lost"
	f.before.Made++
	f.before.RequestID = f.requestID
	f.again = f.before.Made < 5
	return f
}

// gone is the service's answer about an unknown subscription.
func gone() error { return failed(fraud.NotFound, fraud.UnknownSubscription) }

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

func (s *fakeService) Update(ctx context.Context, u fraud.Update) (fraud.Receipt, error) {
	call, late := s.leave(ctx, u)
	switch {
	case ctx.Err() != nil && call == 0:
		return fraud.Receipt{}, &failure{cause: ctx.Err()}
	case late:
		f := failed(fraud.TooLate)
		f.before, f.again = u.Before, true
		return fraud.Receipt{}, f
	}
	time.Sleep(s.latency)
	if s.onUpdate != nil {
		if err := s.onUpdate(ctx, call); err != nil {
			return fraud.Receipt{}, err
		}
	}
	if s.oneByOne && u.EventIDs.Len() > 1 {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.most = 1
		return fraud.Receipt{}, failed(fraud.Refused, fraud.RefusedForEvents)
	}
	if slices.ContainsFunc(u.EventIDs.Slice(), func(id string) bool { return s.refuses[id] }) {
		return fraud.Receipt{}, failed(fraud.Refused, fraud.RefusedForEvents)
	}
	lost, happened := false, true
	if s.lost != nil {
		lost, happened = s.lost(call)
	}
	var changed []fraud.Event
	var failures []fraud.Failure
	if s.partly != nil {
		failures, changed = s.applyPartly(call, u)
	} else if happened {
		changed = s.apply(u)
	}
	if lost {
		return fraud.Receipt{}, repeatable(u, 0, fraud.UnknownOutcome, fraud.MayHaveHappened)
	}
	if s.reply != nil {
		changed = s.reply(changed)
	}
	return fraud.Receipt{Events: changed, Failures: failures}, ctx.Err()
}

// applyPartly changes the events that partly lets pass, and returns those whose answer came.
func (s *fakeService) applyPartly(call int, u fraud.Update) ([]fraud.Failure, []fraud.Event) {
	failures, happened := s.partly(call, u)
	var accepted []string
	for _, id := range u.EventIDs.Slice() {
		if !slices.ContainsFunc(failures,
			func(f fraud.Failure) bool { return slices.Contains(f.EventIDs, id) }) {
			accepted = append(accepted, id)
		}
	}
	change := func(ids []string) []fraud.Event {
		if len(ids) == 0 {
			return nil
		}
		u.EventIDs, _ = fraud.NewEventIDs(ids[0], ids[1:]...)
		return s.apply(u)
	}
	change(happened)
	return failures, change(accepted)
}

// leave records an update, unless it could only leave too late or its context ends before that.
func (s *fakeService) leave(ctx context.Context, u fraud.Update) (call int, late bool) {
	s.mu.Lock()
	s.asked++
	asked := s.asked
	s.mu.Unlock()
	if s.toLeave != nil && !sharing.Pause(ctx, s.toLeave(asked)) {
		return 0, false
	}
	if time.Now().After(u.LeaveBy) {
		return 0, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.Leaving != nil {
		u.Leaving()
	}
	s.updates = append(s.updates, updateCall{u, time.Now()})
	return len(s.updates), false
}

// apply changes the events of an update, and returns them. Like the service's, the reply omits
// fields.
func (s *fakeService) apply(u fraud.Update) []fraud.Event {
	var changed []fraud.Event
	for _, id := range u.EventIDs.Slice() {
		now := fraud.Event{
			Key:    fraud.Key{SubscriptionID: u.SubscriptionID, EventID: id},
			Status: u.Decision.Status(), Reason: u.Decision.Reason(),
		}
		if now.Status == fraud.Resolved {
			now.ResolvedBy, now.ResolvedOn = "agent@contoso.com", time.Now().UTC().Truncate(time.Second)
		}
		changed = append(changed, now)
		s.changeIn(u.SubscriptionID, id, s.lag, func(e *fraud.Event) { restate(e, now) })
	}
	return changed
}

func restate(e *fraud.Event, now fraud.Event) {
	e.Status, e.Reason, e.ResolvedBy, e.ResolvedOn = now.Status, now.Reason, now.ResolvedBy,
		now.ResolvedOn
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

// posted returns the updates so far.
func (s *fakeService) posted() []fraud.Update {
	s.mu.Lock()
	defer s.mu.Unlock()
	var updates []fraud.Update
	for _, c := range s.updates {
		updates = append(updates, c.update)
	}
	return updates
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
