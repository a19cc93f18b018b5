// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// The service prints ids in a case of its own.
const (
	subA = "6B7CAAAA-0000-4000-8000-00000000000A"
	subB = "6B7CBBBB-0000-4000-8000-00000000000B"
)

// fakeService is a Partner Center in memory. Its settings are made before it is used. Hooks run
// without the lock.
type fakeService struct {
	latency  time.Duration // of every call, or page
	pageSize int           // 0: everything comes in one page

	// onPage runs after a page, when its content is settled; pages count from 1 in each call.
	onPage func(call, page int) error

	// onList runs when the listing's content is settled, but not given out yet; call counts from 1.
	onList func(ctx context.Context, call int) error
	// onUpdate runs before an update takes effect, and prevents it by an error.
	onUpdate func(ctx context.Context, call int) error
	// lost says that no reply comes to an update, and whether it took effect.
	lost func(call int) (lost, happened bool)
	// reply makes the reply to an update out of the changed events; nil means these.
	reply func(changed []partnercenter.FraudEvent) []partnercenter.FraudEvent
	// lag is how many listings do not show an update yet.
	lag int
	// refuses are ids that an update must not name; the whole update is refused with this status.
	refuses      map[string]bool
	refuseStatus int

	mu      sync.Mutex
	pages   int // of all listings
	events  []partnercenter.FraudEvent
	pending []pendingChange
	lists   []listCall
	updates []updateCall
}

// door is the service as the Ledger is given it. The fakes here speak Partner Center's form, so
// that tests cover the door too.
func door(service partnercenter.Calls) fraud.Events { return partnercenter.FraudEventsOf(service) }

// shown is the event as the door hands it over.
func shown(t *testing.T, e partnercenter.FraudEvent) fraud.Event {
	t.Helper()
	l := ledger.New(door(&fakeService{events: []partnercenter.FraudEvent{e}}), nil)
	got, err := l.Lookup(t.Context(), fraud.Key{SubscriptionID: e.SubscriptionID, EventID: e.EventID})
	if err != nil {
		t.Fatal(err)
	}
	got.AskedAt = time.Time{}
	return got
}

type pendingChange struct {
	listings int
	show     func()
}

type listCall struct {
	query partnercenter.ListQuery
	at    time.Time
}

type updateCall struct {
	update partnercenter.StatusUpdate
	at     time.Time
}

func (s *fakeService) ListFraudEvents(ctx context.Context, q partnercenter.ListQuery,
	to fraud.Visitor) error {
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

func parsed(printed []partnercenter.FraudEvent) []fraud.Event {
	var events []fraud.Event
	for _, e := range printed {
		events = append(events, e.Event())
	}
	return events
}

// hand hands out a page.
func hand(to fraud.Visitor, asked time.Time, events ...partnercenter.FraudEvent) error {
	to.Begin()
	for _, e := range events {
		e.AskedAt = asked
		if err := to.Event(e.Event()); err != nil {
			return err
		}
	}
	return to.End()
}

// listPages lists the events of one subscription, or of all, page by page. A row that comes again
// is handed out again only if it changed, as the client does.
func (s *fakeService) listPages(
	ctx context.Context, q partnercenter.ListQuery, call int, to fraud.Visitor,
) error {
	seen, moved := map[string]string{}, false
	for page := 0; ; page++ {
		asked := time.Now()
		events := s.page(q, page)
		time.Sleep(s.latency)
		if s.onPage != nil {
			if err := s.onPage(call, page+1); err != nil {
				return err
			}
		}
		var rows []partnercenter.FraudEvent
		for _, e := range events {
			key := e.SubscriptionID + "/" + e.EventID
			was, again := seen[key]
			seen[key] = e.EventStatus
			moved = moved || again
			if e.Again = again; !again || was != e.EventStatus {
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

func (s *fakeService) page(q partnercenter.ListQuery, page int) []partnercenter.FraudEvent {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages++
	listed := slices.DeleteFunc(slices.Clone(s.events), func(e partnercenter.FraudEvent) bool {
		return q.SubscriptionID != "" && !strings.EqualFold(q.SubscriptionID, e.SubscriptionID) ||
			q.EventStatus != "" && !strings.EqualFold(q.EventStatus, e.EventStatus)
	})
	from := min(page*s.pageSize, len(listed))
	return listed[from:min(from+s.pageSize, len(listed))]
}

func (s *fakeService) list(q partnercenter.ListQuery) (int, []partnercenter.FraudEvent) {
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

func (s *fakeService) UpdateFraudEvents(
	ctx context.Context, u partnercenter.StatusUpdate, look fraud.LookAgain,
) (partnercenter.UpdateResult, error) {
	const maxAttempts = 5
	for range maxAttempts {
		if done, err := s.lookAnew(ctx, u, look); done || err != nil {
			return partnercenter.UpdateResult{ConfirmedByReading: done}, err
		}
		s.mu.Lock()
		s.updates = append(s.updates, updateCall{u, time.Now()})
		call := len(s.updates)
		s.mu.Unlock()
		time.Sleep(s.latency)
		if s.onUpdate != nil {
			if err := s.onUpdate(ctx, call); err != nil {
				return partnercenter.UpdateResult{}, err
			}
		}
		if slices.ContainsFunc(u.EventIDs.Slice(), func(id string) bool { return s.refuses[id] }) {
			return partnercenter.UpdateResult{}, apiError(s.refuseStatus)
		}
		lost, happened := false, true
		if s.lost != nil {
			lost, happened = s.lost(call)
		}
		var changed []partnercenter.FraudEvent
		if happened {
			changed = s.apply(u)
		}
		if lost {
			done, err := look(ctx, fraud.Sent{RequestID: "lost", CorrelationID: "process"})
			switch {
			case err != nil:
				return partnercenter.UpdateResult{},
					&partnercenter.Error{StatusCode: 504, OutcomeUnknown: true, Err: err}
			case done:
				return partnercenter.UpdateResult{ConfirmedByReading: true, RequestID: "lost",
					CorrelationID: "process"}, nil
			}
			continue // nothing happened, so it may be sent again
		}
		if s.reply != nil {
			changed = s.reply(changed)
		}
		return partnercenter.UpdateResult{Events: parsed(changed)}, ctx.Err()
	}
	return partnercenter.UpdateResult{}, &partnercenter.Error{StatusCode: 504, Attempts: maxAttempts}
}

// lookAnew has an update reviewed again that would leave too late after its review.
func (s *fakeService) lookAnew(
	ctx context.Context, u partnercenter.StatusUpdate, look fraud.LookAgain,
) (done bool, err error) {
	const mostLooks = 5
	for looks := 0; time.Since(u.ReviewedAt()) >= fraud.ReviewLasts; looks++ {
		if looks == mostLooks {
			return false, &partnercenter.Error{Err: errNeverFresh}
		}
		if done, err = look(ctx, fraud.Sent{Waits: true}); done || err != nil {
			return done, err
		}
	}
	return false, nil
}

var errNeverFresh = errors.New("never fresh")

// apply changes the events as an update says, and returns them as they are then. Like the
// service's, the reply leaves fields out.
func (s *fakeService) apply(u partnercenter.StatusUpdate) []partnercenter.FraudEvent {
	var changed []partnercenter.FraudEvent
	for _, id := range u.EventIDs.Slice() {
		now := partnercenter.FraudEvent{
			SubscriptionID: u.SubscriptionID, EventID: id, EventStatus: u.EventStatus,
			ResolvedReason: "None",
			ResolvedOn:     "9999-12-31T23:59:59.9970000",
		}
		if u.EventStatus == "Resolved" {
			now.ResolvedReason, now.ResolvedBy = u.ResolvedReason, "agent@contoso.com"
			now.ResolvedOn = time.Now().UTC().Format("2006-01-02T15:04:05")
		}
		changed = append(changed, now)
		s.changeIn(u.SubscriptionID, id, s.lag, func(e *partnercenter.FraudEvent) {
			e.EventStatus, e.ResolvedReason, e.ResolvedBy, e.ResolvedOn = now.EventStatus,
				now.ResolvedReason, now.ResolvedBy, now.ResolvedOn
		})
	}
	return changed
}

// change changes an event of subscription A.
func (s *fakeService) change(id string, change func(*partnercenter.FraudEvent)) {
	s.changeIn(subA, id, 0, change)
}

// changeIn changes an event, which the next lag listings do not show.
func (s *fakeService) changeIn(subscription, id string, lag int,
	change func(*partnercenter.FraudEvent)) {
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
	s.change(id, func(e *partnercenter.FraudEvent) {
		e.EventStatus, e.ResolvedReason, e.ResolvedBy, e.ResolvedOn = "Resolved", string(reason),
			"colleague@contoso.com", "2000-01-01T00:00:01"
	})
}

func (s *fakeService) listCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.lists)
}

// posted returns the updates so far.
func (s *fakeService) posted() []partnercenter.StatusUpdate {
	s.mu.Lock()
	defer s.mu.Unlock()
	var updates []partnercenter.StatusUpdate
	for _, c := range s.updates {
		updates = append(updates, c.update)
	}
	return updates
}

// wantCalls checks how many calls were made.
func (s *fakeService) wantCalls(t *testing.T, lists, updates int) {
	t.Helper()
	if got := s.listCount(); got != lists {
		t.Errorf("%d listings, want %d", got, lists)
	}
	if got := len(s.posted()); got != updates {
		t.Errorf("%d updates, want %d", got, updates)
	}
}

func apiError(status int) error {
	return &partnercenter.Error{Operation: "call", StatusCode: status, SubscriptionID: subA}
}

// gone is how the service says that it does not know the subscription.
func gone() error {
	return &partnercenter.Error{Operation: "call", StatusCode: 404, Code: "20003",
		SubscriptionID: subA}
}

// activeEvent is an open event as the service prints it.
func activeEvent(subscription, id string) partnercenter.FraudEvent {
	return partnercenter.FraudEvent{
		SubscriptionID: subscription, EventID: id, EventStatus: "active", ResolvedReason: "None",
		ResolvedOn: "9999-12-31T23:59:59.9970000", EventTime: "2021-12-08T00:25:45.69", Severity: "high",
		DisplayName: "Alert " + id, SubscriptionName: "Production",
	}
}

// resolvedEvent is an event of subscription A that a colleague has resolved.
func resolvedEvent(id string, reason fraud.Reason) partnercenter.FraudEvent {
	e := activeEvent(subA, id)
	e.EventStatus, e.ResolvedReason = "Resolved", string(reason)
	e.ResolvedBy, e.ResolvedOn = "colleague@contoso.com", "2022-01-02T03:04:05"
	return e
}

// inBubble runs a test in fake time. What still runs an hour after its end has leaked, and fails
// the test.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(time.Hour)
		test(t)
	})
}

// within returns a context that ends after d.
func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// result is how a call of the Ledger came back, and when.
type result[T any] struct {
	got   T
	err   error
	after time.Duration
}

// start makes a call in the background.
func start[T any](call func() (T, error)) <-chan result[T] {
	done := make(chan result[T], 1)
	began := time.Now()
	go func() {
		got, err := call()
		done <- result[T]{got, err, time.Since(began)}
	}()
	return done
}

func startFind(ctx context.Context, l *ledger.Ledger,
	key fraud.Key) <-chan result[ledger.Sighting] {
	return start(func() (ledger.Sighting, error) { return l.Find(ctx, key) })
}

func startDecide(ctx context.Context, l *ledger.Ledger,
	c fraud.Change) <-chan result[fraud.Outcome] {
	return start(func() (fraud.Outcome, error) { return l.Decide(ctx, c) })
}

// decideAll carries the changes out at the same time.
func decideAll(t *testing.T, l *ledger.Ledger, changes []fraud.Change) []result[fraud.Outcome] {
	t.Helper()
	ctx := within(t, time.Hour)
	var pending []<-chan result[fraud.Outcome]
	for _, c := range changes {
		pending = append(pending, startDecide(ctx, l, c))
	}
	var results []result[fraud.Outcome]
	for _, p := range pending {
		results = append(results, <-p)
	}
	return results
}

// NewEventsModel is true: the fake knows nothing else.
func (s *fakeService) NewEventsModel() bool { return true }
