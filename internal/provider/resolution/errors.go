// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"errors"
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

const (
	summaryHalf        = "Status and reason do not go together"
	summaryNotReopened = "Fraud event not reopened"

	adviceHalf = "If `ignore_changes` keeps one of `status` and `reason` from state, list both in " +
		"`ignore_changes`. A decision has a reason if and only if it is `Resolved`."
	adviceReactivation = "The decision stays in state. To destroy it without reopening the event, " +
		"apply it with `reactivate_on_destroy = false` first, or remove the resource from state with " +
		"a `removed` block."
	adviceUnlistedChange = "Declare the status and reason in state, or remove the resolution from " +
		"the configuration, which makes no call."
)

// reactivationError is a failed reactivation, after which the decision stays in state.
type reactivationError struct{ err error }

func (e *reactivationError) Error() string { return e.err.Error() }
func (e *reactivationError) Unwrap() error { return e.err }

// Explain describes the failure, and how to continue without reopening the event.
func (e *reactivationError) Explain() explain.Explanation {
	x := fraudevents.Explain(e.err)
	x.Attribute = "reactivate_on_destroy"
	if fraud.KindOf(e.err) != fraud.WritesTurnedOff {
		x.Summary = summaryNotReopened
	}
	x.Advice = explain.Sentences(x.Advice, adviceReactivation)
	return x
}

// unlistedChangeError means that a decision in state cannot be changed, because its event is
// unlisted.
type unlistedChangeError struct{ key fraud.Key }

func (e *unlistedChangeError) Error() string {
	return fmt.Sprintf("event %s is no longer listed, so its status and reason cannot be changed",
		e.key)
}

func (e *unlistedChangeError) Explain() explain.Explanation {
	return fraudevents.About(e, "status", fraudevents.SummaryNotListed, adviceUnlistedChange)
}

// refusedChange rewords the error of a failed change in state, because consent to record would not
// help.
func refusedChange(err error) error {
	var unlisted *fraud.UnlistedError
	if fraud.KindOf(err) == fraud.NotListed && errors.As(err, &unlisted) {
		return &unlistedChangeError{unlisted.Key}
	}
	return err
}

// halfDecisionError means that a status and a reason, one of which comes from state, do not match.
type halfDecisionError struct {
	key            fraud.Key
	status, reason string
}

// attribute is the attribute at fault: the reason, unless the status allows no reason.
func (e *halfDecisionError) attribute() string {
	if _, known := fraud.Canonical(e.status, fraud.Statuses()); known {
		return "reason"
	}
	return "status"
}

func (e *halfDecisionError) Error() string {
	reason := "no `reason`"
	if e.reason != "" {
		reason = fmt.Sprintf("the `reason` %q", e.reason)
	}
	return fmt.Sprintf("the decision about event %s has the `status` %q and %s", e.key.EventID,
		e.status, reason)
}

func (e *halfDecisionError) Explain() explain.Explanation {
	return fraudevents.About(e, e.attribute(), summaryHalf, adviceHalf)
}

// aboutOneEvent reports whether an error of a review concerns only its event, and not a read that
// would also fail for other events.
func aboutOneEvent(err error) bool {
	var ours explain.Explainer
	return errors.As(err, &ours) || fraud.KindOf(err).Refuses()
}
