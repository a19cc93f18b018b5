// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

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
