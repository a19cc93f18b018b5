// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"context"
	"errors"
	"math/big"
	"net/http"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// keptFor is how long a listing serves later readers. A plan of many budgets takes less.
const keptFor = 5 * time.Minute

// Expect returns the budget of a customer that is expected to have this one. All callers share one
// listing of the records, which is enough as long as it meets their expectations.
func (c *Client) Expect(ctx context.Context, customer string, expected *big.Float) (*big.Float,
	error) {
	record, known, err := c.Record(ctx, customer)
	if err != nil {
		return nil, err
	}
	if known && Same(record.Budget, expected) {
		return record.Budget, nil
	}
	return c.Get(ctx, customer)
}

// Record returns the customer's record in the shared listing. It is unknown if the listing lacks
// it, if the budget was written since, or if the signed-in user can read no records.
func (c *Client) Record(ctx context.Context, customer string) (record Record, known bool,
	err error) {
	if c.wrote(customer) {
		return Record{}, false, nil
	}
	all, err := c.shared.get(ctx, c.Records)
	if onlyAShortcut(err) {
		return Record{}, false, nil
	}
	record, known = all[key(customer)]
	return record, known && !c.wrote(customer), err
}

// onlyAShortcut reports whether the records cannot be read although budgets may.
func onlyAShortcut(err error) bool {
	var failed *partnercenter.Error
	return errors.As(err, &failed) && (failed.StatusCode == http.StatusForbidden ||
		failed.StatusCode == http.StatusNotFound || errors.As(err, new(*jsonlist.Error)))
}

// sharedRecords is a listing that concurrent callers share, and later ones while it is fresh. It
// also keeps that the records cannot be read, but no other error.
type sharedRecords struct {
	mu   sync.Mutex
	last *sharedListing
}

type sharedListing struct {
	began   time.Time
	ctx     *sharing.Context
	done    chan struct{}
	records map[string]Record // by lower-case id
	err     error
}

func (s *sharedRecords) get(ctx context.Context, read func(context.Context) ([]Record, error)) (
	map[string]Record, error) {
	ctx = sharing.AsCaller(ctx)
	l := s.join(ctx, read)
	if sharing.Await(ctx, l.done, sharing.Grace) {
		return l.records, l.err
	}
	if err := sharing.LastFailure(ctx); err != nil {
		return nil, err
	}
	return nil, context.Cause(ctx)
}

func (s *sharedRecords) join(ctx context.Context,
	read func(context.Context) ([]Record, error)) *sharedListing {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.last; l != nil && time.Since(l.began) < keptFor {
		select {
		case <-l.done:
			if l.err == nil || onlyAShortcut(l.err) {
				return l
			}
		default:
			if l.ctx.Join(ctx) {
				return l
			}
		}
	}
	l := &sharedListing{began: time.Now(), done: make(chan struct{}),
		ctx: sharing.NewContext(fraud.WithObserver, 0, ctx)}
	s.last = l
	go l.run(read)
	return l
}

func (l *sharedListing) run(read func(context.Context) ([]Record, error)) {
	defer l.ctx.End() // after the close: a caller that can no longer join finds the records
	defer close(l.done)
	all, err := read(l.ctx)
	l.records, l.err = make(map[string]Record, len(all)), err
	for _, r := range all {
		if r.Customer != "" {
			l.records[key(r.Customer)] = r
		}
	}
}
