// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// callError is a failure of several kinds.
type callError []fraud.FailureKind

func (e callError) Error() string {
	return fmt.Sprintf("the call failed in the ways %v", []fraud.FailureKind(e))
}

func (e callError) Means(kind fraud.FailureKind) bool { return slices.Contains(e, kind) }

func (callError) CallIDs() (request, correlation string) { return "r1", "c1" }

func (callError) Again() (before fraud.Attempts, wait time.Duration, ok bool) {
	return fraud.Attempts{}, 0, false
}

// holding is a failed call that wraps another, as an update does when reading its result fails.
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

func TestObserve_InformsTheInnermostObserver(t *testing.T) {
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

// TestFailedCall_AddsWhatOnlyTheCallerKnows and leaves the call's own text and kinds alone.
func TestFailedCall_AddsWhatOnlyTheCallerKnows(t *testing.T) {
	t.Parallel()
	lost := callError{fraud.UnknownOutcome, fraud.MayHaveHappened}
	other := errors.New("the listing failed")
	const unknown = "It is unknown whether the update was applied."
	for name, test := range map[string]struct {
		err     fraud.FailedCall
		unknown bool // the outcome stays unknown
		says    []string
	}{
		"time is up": {fraud.FailedCall{CallError: lost, Fact: fraud.CutShort,
			Cause: context.DeadlineExceeded},
			true, []string{"operation timed out", unknown}},
		"told to stop": {fraud.FailedCall{CallError: callError{}, Fact: fraud.CutShort,
			Cause: context.Canceled}, false, []string{"was canceled"}},
		"not known": {fraud.FailedCall{CallError: lost, Fact: fraud.NotKnown}, true,
			[]string{unknown, "Read the events before trying again"}},
		"unread": {fraud.FailedCall{CallError: lost, Fact: fraud.Unread, Cause: other}, true,
			[]string{unknown, "the listing failed"}},
		"never fresh": {fraud.FailedCall{CallError: callError{fraud.TooLate}, Fact: fraud.NeverFresh},
			false, []string{"more than five seconds", "This attempt was not sent"}},
		"unproven": {fraud.FailedCall{CallError: callError{}, Fact: fraud.Unproven, Cause: other}, false,
			[]string{"does not mean that the subscription is gone", "the listing failed"}},
	} {
		err := fmt.Errorf("wrapped: %w", &test.err)
		if fraud.Failed(err, fraud.UnknownOutcome) != test.unknown ||
			fraud.Failed(err, fraud.MayHaveHappened) != test.unknown {
			t.Errorf("%s: it means something else", name)
		}
		if !strings.HasPrefix(test.err.Error(), test.err.CallError.Error()+" ") ||
			test.err.Cause != nil && !errors.Is(err, test.err.Cause) {
			t.Errorf("%s: the call or the cause is lost: %v", name, err)
		}
		// The other failure speaks for itself: its advice names settings.
		if (test.err.Reason() != nil) != errors.Is(err, other) ||
			strings.Contains(test.err.Known(), other.Error()) {
			t.Errorf("%s: %q is about %v", name, test.err.Known(), test.err.Reason())
		}
		if test.unknown != strings.Contains(err.Error(), unknown) {
			t.Errorf("%s: %v", name, err)
		}
		expect.Contains(t, test.err.Error(), test.says...)
	}
}
