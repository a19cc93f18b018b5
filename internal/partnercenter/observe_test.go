// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// observed returns a context that records its observer's reports: status and attempts, or "well".
func observed(ctx context.Context) (context.Context, *[]string) {
	told := &[]string{}
	return fraud.WithObserver(ctx, func(failure error) {
		var failed *partnercenter.Error
		switch {
		case failure == nil:
			*told = append(*told, "well")
		case errors.As(failure, &failed):
			*told = append(*told, fmt.Sprintf("%d after %d", failed.StatusCode, failed.Attempts))
		default:
			*told = append(*told, "another failure: "+failure.Error())
		}
	}), told
}

func TestObserver_GetsEveryFailedAttemptAndTheEnd(t *testing.T) {
	t.Parallel()
	ctx, told := observed(t.Context())
	c := newClient(t, serve(t, reply(500, ""), reply(503, ""), short(), page("a")))
	expect.NoError(t, c.FraudEvents().List(ctx, fraud.Query{}, &pages{}))
	expect.Equal(t, "told", []string{"500 after 1", "503 after 2", "200 after 3", "well"}, *told)
}

// An error of the visitor ends the listing, is returned unchanged, and is not a failure of the
// service.
func TestObserver_GetsNoFailureOfTheCaller(t *testing.T) {
	t.Parallel()
	ctx, told := observed(t.Context())
	enough := errors.New("enough")
	c := newClient(t, serve(t, page("a", "b")))
	stop := &pages{visit: func(fraud.Event) error { return enough }}
	//nolint:errorlint // the error itself is wanted, unwrapped
	if err := c.FraudEvents().List(ctx, fraud.Query{}, stop); err != enough || len(*told) != 0 ||
		len(stop.page) != 1 {
		t.Errorf("%v after %d visits, told %q", err, len(stop.page), *told)
	}
}
