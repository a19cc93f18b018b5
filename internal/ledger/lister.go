// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// lister asks for listings, and tells a subscription that Partner Center does not know from an API
// that is not there. An API that is switched off answers 404 to everything, as it does at a wrong
// address; taken for "no events" that would end every pipeline in "No changes". So a 404 that does
// not name the subscription by its code counts once this process has seen the address answer.
type lister struct {
	service fraud.Events

	mu       sync.Mutex
	answered bool
	probe    *probe
}

// probe is a look at whether the address answers at all, shared by all who need to know.
type probe struct {
	ctx  *sharing.Context
	done chan struct{}
	err  error
}

// list hands a listing to the receiver. Not known means that Partner Center does not know the
// subscription that was asked for; then nothing has been received.
func (l *lister) list(ctx context.Context, q fraud.Query, to fraud.Visitor) (known bool,
	err error) {
	err = l.service.List(ctx, q, &answering{to, l})
	var failure fraud.CallError
	if !errors.As(err, &failure) || !failure.Means(fraud.NotFound) {
		return true, err
	}
	if failure.Means(fraud.UnknownSubscription) {
		return false, nil
	}
	return false, l.believe(sharing.AsCaller(ctx), failure)
}

// answering notes that the address has answered with a page.
type answering struct {
	fraud.Visitor
	lister *lister
}

func (a *answering) End() error {
	a.lister.note()
	return a.Visitor.End()
}

func (l *lister) note() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answered = true
}

// believe returns nil if a 404 can only be about the subscription.
func (l *lister) believe(ctx context.Context, notFound fraud.CallError) error {
	p := l.join(ctx)
	if p == nil {
		return nil
	}
	if !sharing.Await(ctx, p.done, sharing.Grace) {
		return timeIsUp(ctx)
	}
	if p.err != nil {
		return unproven(notFound, p.err)
	}
	return nil
}

// unproven is the error of a 404 that may be about the address rather than the subscription, because
// a listing of the tenant fails as well. What that says is what helps.
func unproven(notFound fraud.CallError, listing error) error {
	var call fraud.CallError
	if !errors.As(listing, &call) {
		return listing
	}
	return &fraud.FailedCall{CallError: call, Fact: fraud.Unproven, Cause: notFound}
}

// join returns the probe under way, or nil if none is needed.
func (l *lister) join(ctx context.Context) *probe {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.answered {
		return nil
	}
	if p := l.probe; p != nil && p.ctx.Join(ctx) {
		return p
	}
	l.probe = &probe{ctx: shared(0, ctx), done: make(chan struct{})}
	go l.run(l.probe)
	return l.probe
}

// firstEvent is content with one.
type firstEvent struct{}

func (firstEvent) Begin() {}

func (firstEvent) Event(fraud.Event) error { return errFound }

func (firstEvent) End() error { return nil }

// run lists the tenant, and is content with the first event. A failure is not kept: the next 404
// asks again.
func (l *lister) run(p *probe) {
	defer close(p.done)
	defer p.ctx.End()
	err := l.service.List(p.ctx, fraud.Query{MaxPages: 1, AllowCut: true}, firstEvent{})
	switch {
	case errors.Is(err, errFound), errors.Is(err, fraud.ErrMorePages),
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
