// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// callError is a failure of these kinds.
type callError []fraud.FailureKind

func (e callError) Error() string {
	return fmt.Sprintf("the call failed in the ways %v", []fraud.FailureKind(e))
}

func (e callError) Means(kind fraud.FailureKind) bool { return slices.Contains(e, kind) }

func (callError) CallID() string { return "" }

func (e callError) EndedBy(error) error { return e }

func (e callError) Unproven(error) error { return e }

// holding is a failed call that holds another one, as an update whose reading failed does.
type holding struct {
	callError
	inner error
}

func (h holding) Unwrap() error { return h.inner }

func TestFailed_TheOuterCallCounts(t *testing.T) {
	t.Parallel()
	update := holding{callError{fraud.UnknownOutcome}, callError{fraud.NotFound}}
	wrapped := fmt.Errorf("wrapped: %w", update)
	if !fraud.Failed(wrapped, fraud.UnknownOutcome) || fraud.Failed(wrapped, fraud.NotFound) {
		t.Error("the failure of the reading is taken for the update's")
	}
	if fraud.Failed(errors.New("another"), fraud.NotFound) || fraud.Failed(nil, fraud.NotFound) {
		t.Error("what is no call has failed as one")
	}
}

func TestObserve_TellsTheInnermostObserver(t *testing.T) {
	t.Parallel()
	var outer, inner []error
	ctx := fraud.WithObserver(t.Context(), func(err error) { outer = append(outer, err) })
	ctx = fraud.WithObserver(ctx, func(err error) { inner = append(inner, err) })
	failed := callError{fraud.Refused}
	fraud.Observe(ctx, failed)
	fraud.Observe(ctx, nil)
	fraud.Observe(context.Background(), failed) // nobody listens
	if len(outer) != 0 || len(inner) != 2 || !fraud.Failed(inner[0], fraud.Refused) ||
		inner[1] != nil {
		t.Errorf("outer %v, inner %v", outer, inner)
	}
}
