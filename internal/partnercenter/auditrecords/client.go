// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package auditrecords reads the partner's activity log: what users, apps, and Microsoft did in
// Partner Center during the last 90 days (docs-dev/respond.md, Audit records; parity:
// audit-wrapped, audit-token).
//
// The service takes at most 30 days and one filter in a call. List splits a longer time into
// windows, applies the other filters itself, and keeps only what matches, so memory follows the
// result.
package auditrecords

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Client reads audit records.
type Client struct{ calls *partnercenter.Client }

// New returns a client.
func New(calls *partnercenter.Client) *Client { return &Client{calls: calls} }

func area() partnercenter.Area {
	return partnercenter.Area{Name: "audit records", Advise: advise}
}

// advise explains the 400 of this area, which has neither a code nor a reason, and errors about the
// customer of the filter.
func advise(e *partnercenter.Error) anatomy.Text {
	switch {
	case e.StatusCode == http.StatusForbidden && e.Code == "20002":
		return anatomy.Say("Check the customer's tenant id and %v. The partner has no commerce "+
			"relationship with this customer.", anatomy.TenantID)
	case e.StatusCode == http.StatusBadRequest:
		return anatomy.Say("Check the dates, which must be within the last %d days in UTC, and the "+
			"values of the filters. Partner Center does not accept the request.", Days)
	case e.StatusCode == http.StatusNotFound:
		return partnercenter.AdviseOnAddress(e.Area.Name)
	}
	return nil
}

// List returns the matching records, newest first, each once.
func (c *Client) List(ctx context.Context, q Query) ([]Record, error) {
	found := collection{query: q, byKey: map[string]int{}}
	for _, w := range q.windows() {
		if err := c.read(ctx, q, w, found.add); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(found.records, func(a, b Record) int {
		return cmp.Or(b.OperationDate.Compare(a.OperationDate), cmp.Compare(a.ID, b.ID))
	})
	return found.records, nil
}

// collection holds the matching records. The log grows at its head while it is read, so a later
// page can repeat records of an earlier one.
type collection struct {
	query   Query
	records []Record
	byKey   map[string]int // the place of each record
}

// add adds the matching records of a page.
func (c *collection) add(page partnercenter.Page) error {
	records, err := decode(page, c.query.Values)
	if err != nil {
		return err
	}
	for _, r := range records {
		if !c.query.matches(r) {
			continue
		}
		// The later reading is the newer one: an operation in progress has ended since.
		if place, known := c.byKey[r.key]; known {
			c.records[place] = r
			continue
		}
		c.byKey[r.key] = len(c.records)
		c.records = append(c.records, r)
	}
	return nil
}
