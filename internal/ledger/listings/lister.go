// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// Lister requests listings, and distinguishes an unknown subscription from a missing API. A
// disabled API, or a wrong address, returns 404 for everything. If that meant "no events", every
// pipeline would end with "No changes". So a 404 whose code does not name the subscription counts
// only after the address has answered this process.
type Lister struct {
	service fraud.Events

	mu       sync.Mutex
	answered bool
	probe    *probe
}

// probe checks whether the address answers at all, for all callers.
type probe struct {
	ctx  *sharing.Context
	done chan struct{}
	err  error
}

// NewLister returns a Lister for the service.
func NewLister(service fraud.Events) *Lister { return &Lister{service: service} }

// Service returns how messages name the service.
func (l *Lister) Service() fraud.Service { return l.service.Limits().Service }

// ErrEnough ends a listing early: a visitor returns it when it needs no more events.
var ErrEnough = errors.New("no more events are needed")

// List passes a listing to the visitor. known is false if the service does not know the
// subscription; then the visitor received nothing. Ending a listing with ErrEnough is not an error.
func (l *Lister) List(ctx context.Context, q fraud.Query, to fraud.Visitor) (known bool,
	err error) {
	err = l.service.List(ctx, q, &answering{to, l})
	if errors.Is(err, ErrEnough) {
		return true, nil
	}
	var failure fraud.CallError
	if !errors.As(err, &failure) || !failure.Means(fraud.NotFound) {
		return true, err
	}
	if failure.Means(fraud.UnknownSubscription) {
		return false, nil
	}
	return false, l.believe(sharing.AsCaller(ctx), failure)
}

// answering records that the address has answered with a page.
type answering struct {
	fraud.Visitor
	lister *Lister
}

func (a *answering) End() error {
	a.lister.note()
	return a.Visitor.End()
}

func (l *Lister) note() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answered = true
}

// believe returns nil if a 404 can only be about the subscription.
func (l *Lister) believe(ctx context.Context, notFound fraud.CallError) error {
	p := l.join(ctx)
	if p == nil {
		return nil
	}
	if !sharing.Await(ctx, p.done, sharing.Grace) {
		return TimeIsUp(ctx)
	}
	if p.err != nil {
		return unproven(notFound, p.err)
	}
	return nil
}

// unproven is the error for a 404 that may be about the address instead of the subscription,
// because a listing of the tenant also fails. That failure is the helpful one.
func unproven(notFound fraud.CallError, listing error) error {
	var call fraud.CallError
	if !errors.As(listing, &call) {
		return listing
	}
	return &fraud.FailedCall{CallError: call, Fact: fraud.Unproven, Cause: notFound}
}

// join returns the current probe, or nil if none is needed.
func (l *Lister) join(ctx context.Context) *probe {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.answered {
		return nil
	}
	if p := l.probe; p != nil && p.ctx.Join(ctx) {
		return p
	}
	l.probe = &probe{ctx: NewContext(0, ctx), done: make(chan struct{})}
	go l.run(l.probe)
	return l.probe
}

// firstEvent stops at the first event.
type firstEvent struct{}

func (firstEvent) Begin() {}

func (firstEvent) Event(fraud.Event) error { return ErrEnough }

func (firstEvent) End() error { return nil }

// run lists the tenant up to the first event. It does not keep a failure: the next 404 starts
// another probe.
func (l *Lister) run(p *probe) {
	defer close(p.done)
	defer p.ctx.End()
	err := l.service.List(p.ctx, fraud.Query{MaxPages: 1, AllowCut: true}, firstEvent{})
	switch {
	case errors.Is(err, ErrEnough), errors.Is(err, fraud.ErrMorePages),
		errors.Is(err, fraud.ErrMayBeCut):
		err = nil
	}

	l.mu.Lock()
	defer l.mu.Unlock()
	p.err = err
	l.answered = l.answered || err == nil
	if l.probe == p {
		l.probe = nil
	}
}

// NewContext returns the context of work for all the members. It receives the results of the calls
// of that work.
func NewContext(linger time.Duration, members ...context.Context) *sharing.Context {
	return sharing.NewContext(fraud.WithObserver, linger, members...)
}

// TimeIsUp is the error of a caller whose context has ended while the work continues for others. It
// includes the failure that delays the work, if any.
func TimeIsUp(ctx context.Context) error {
	var call fraud.CallError
	if errors.As(sharing.LastFailure(ctx), &call) {
		return &fraud.FailedCall{CallError: call, Fact: fraud.CutShort, Cause: ctx.Err()}
	}
	return context.Cause(ctx)
}
