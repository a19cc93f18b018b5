// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Summaries are general and constant: Terraform folds diagnostics with equal summaries together.
const (
	summaryInvalidProvider = "Invalid provider configuration"
	summaryInvalidValue    = "Invalid value"
	summaryInvalidImport   = "Invalid import id"

	summaryAudit        = "Audit log incomplete"
	summaryHalf         = "Status and reason do not go together"
	summaryAmbiguous    = "Ambiguous event id"
	summaryUnsteady     = "Fraud event listed twice"
	summaryCall         = "Partner Center call failed"
	summaryChanged      = "Fraud event changed since the plan"
	summaryInterrupted  = "Interrupted"
	summaryNotConfirmed = "Fraud event update not confirmed"
	summaryNotListed    = "Fraud event not listed"
	summaryReadOnly     = "The provider is read-only"
	summaryOverturn     = "Fraud event already resolved otherwise"
	summarySignIn       = "Sign-in to Partner Center failed"
	summarySignInCare   = "Sign-in to Partner Center needs attention"
	summaryTimeout      = "Timeout"
	summaryVariables    = "Unknown environment variable"
	summaryUnexpected   = "Unexpected error"
)

// Ways out, for the reader of an error.
const (
	wayOutOverturn = "To keep the decision that was made there, declare the same status and reason. To change it all the same, set `allow_overwrite = true`."
	wayOutReopened = "To leave the event as it is, declare its present status and reason, or remove the decision from the configuration. " +
		"To decide it all the same, set `allow_overwrite = true`, or change the decision."
	wayOutHalf = "`status` and `reason` go together. If one of them comes from state because of `ignore_changes`, " +
		"list both `status` and `reason` in `ignore_changes`."
	wayOutUnlisted = "Check the ids, and that the credentials see this customer. Resolved events leave the list after some time. " +
		"If a lost state held the decision, restore a backup of that state: it brings back all decisions at once. " +
		"If the decision moves from another resource, raise `-parallelism` above the number of decisions that move. " +
		"To record a decision about an event that has left the list, without a call, " +
		"set `allow_unlisted = true` for it."
	wayOutChanged     = "Nothing was written. Plan again, and review how the event stands now."
	wayOutUnconfirmed = "Look at the event in Partner Center. The next apply adopts the decision if it took effect, and tries again if not. " +
		"If Partner Center is slow to show changes, raise the `timeouts`."
	wayOutReactivation = "The resolution stays in state. To destroy it without reopening the event, set `reactivate_on_destroy = false`, apply, and destroy again; " +
		"or let Terraform forget it with a `removed` block."
	wayOutReactivations = "The decisions stay in state. To let go of them without reopening the events, declare them with `reactivate_on_destroy = false`, " +
		"apply, and take them out again; or let Terraform forget all with a `removed` block."
	wayOutUnlistedLookup = "Check the ids, and that the credentials see this customer. Resolved events leave the list after some time: take the data source " +
		"out of the configuration, or use `partnercenter_fraud_events`, for which finding nothing is no error."
	wayOutUnlistedChange = "Declare them as they are in state, or remove the resolution from the configuration; that makes no call."
	wayOutReadOnly       = "`read_only` is true in the provider block, or PARTNERCENTER_READ_ONLY in the environment. To write, take out the one that is set."
	wayOutUnsteady       = "Nothing was written. Plan again: the listing changes while it is read. If this persists, report it to Microsoft support."
	wayOutAmbiguous      = "Write the event id in exactly the case in which Partner Center prints it."
)

// addError is the one place where an error becomes a diagnostic.
func addError(diags *diag.Diagnostics, err error) {
	diags.Append(diagnosticOf(err))
}

func diagnosticOf(err error) diag.Diagnostic { return explain(err).diagnostic() }

// explanation is an error in the words that a user gets.
type explanation struct {
	attribute string // at fault, in a resource about one event; empty if none is
	named     bool   // the reason names the event that it is about
	summary   string
	reason    string // a full sentence
	wayOut    string // what to do next; the same for all errors of a kind
	support   string // what else is to be said, a paragraph of its own
}

func (x explanation) diagnostic() diag.Diagnostic {
	if x.attribute == "" {
		return diag.NewErrorDiagnostic(x.summary, x.detail())
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(x.attribute), x.summary, x.detail())
}

func (x explanation) detail() string {
	if x.support != "" {
		return paragraphs(x.reason, x.wayOut, x.support)
	}
	return strings.TrimSpace(x.reason + " " + x.wayOut)
}

func explain(err error) explanation {
	var (
		half           *halfDecisionError
		overturn       *fraud.OverturnError
		reopened       *fraud.ReopenedError
		unlisted       *fraud.UnlistedError
		unlistedChange *unlistedChangeError
		unlistedLookup *unlistedLookupError
		reactivation   *reactivationError
		changed        *fraud.ChangedError
		ambiguous      *fraud.AmbiguousError
		unconfirmed    *fraud.UnconfirmedError
		problem        *settings.Problem
		readOnly       *fraud.ReadOnlyError
		unsteady       *fraud.UnsteadyError
		signIn         *auth.Error
		call           *partnercenter.Error
	)
	at := func(attribute, summary, wayOut string) explanation {
		return explanation{attribute: attribute, named: attribute != "", summary: summary, reason: sentence(err), wayOut: wayOut}
	}
	switch {
	case errors.As(err, &reactivation):
		return explainReactivation(reactivation)
	case errors.As(err, &problem):
		return explanation{attribute: problem.Setting, summary: summaryInvalidProvider, reason: problem.Error()}
	case errors.As(err, &unconfirmed):
		return explainUnconfirmed(unconfirmed)
	case errors.As(err, &overturn):
		return at("status", summaryOverturn, wayOutOverturn)
	case errors.As(err, &half):
		return at(half.attribute(), summaryHalf, wayOutHalf)
	case errors.As(err, &reopened) && reopened.Held.Status != fraud.Resolved:
		return at("status", summaryMoved, wayOutReopened)
	case errors.As(err, &reopened):
		return at("status", summaryReopened, wayOutReopened)
	case errors.As(err, &changed):
		return at("status", summaryChanged, wayOutChanged)
	case errors.As(err, &unlistedChange):
		return at("status", summaryNotListed, wayOutUnlistedChange)
	case errors.As(err, &unlistedLookup):
		return at("event_id", summaryNotListed, wayOutUnlistedLookup)
	case errors.As(err, &unlisted):
		x := at("event_id", summaryNotListed, wayOutUnlisted)
		x.named = unlisted.SubscriptionKnown // else many events share the reason
		return x
	case errors.As(err, &ambiguous):
		return at("event_id", summaryAmbiguous, wayOutAmbiguous)
	case errors.As(err, &unsteady):
		return at("status", summaryUnsteady, wayOutUnsteady)
	case errors.As(err, &readOnly):
		return explanation{attribute: "status", summary: summaryReadOnly, reason: sentence(err), wayOut: wayOutReadOnly}
	case errors.As(err, &call):
		errors.As(err, &signIn)
		return explainCall(call, signIn)
	case errors.As(err, &signIn):
		return at("", summarySignIn, "")
	case errors.Is(err, context.DeadlineExceeded):
		return explanation{
			summary: summaryTimeout, reason: "Partner Center did not answer before the operation's timeout.",
			wayOut: "The `timeouts` block raises it; TF_LOG=DEBUG shows every attempt.",
		}
	case errors.Is(err, context.Canceled):
		return explanation{
			summary: summaryInterrupted, reason: "The operation was stopped before Partner Center was asked to change anything.",
			wayOut: "The next apply goes on from here.",
		}
	default:
		return at("", summaryUnexpected, "")
	}
}

// explainCall says what failed, what to do next, and what Microsoft's support asks for, a paragraph each. signIn is
// nil unless the call, or the renewal of a token that it was refused with, failed for want of a token.
func explainCall(call *partnercenter.Error, signIn *auth.Error) explanation {
	ids := fmt.Sprintf("MS-RequestId %s, MS-CorrelationId %s", call.RequestID, call.CorrelationID)
	if call.Attempts > 0 {
		ids = transport.CountAttempts(call.Attempts, call.Elapsed) + ", " + ids
	}
	failure := *call
	failure.Hint, failure.Attempts, failure.RequestID, failure.CorrelationID = "", 0, "", ""
	if signIn == nil {
		return explanation{summary: summaryCall, reason: sentence(&failure), wayOut: call.Hint, support: ids}
	}
	refusal := *signIn
	refusal.Hint = ""
	if call.StatusCode == 0 {
		wanted := fmt.Sprintf("The sign-in was needed to %s (%s).", call.Operation, call.Asked)
		return explanation{summary: summarySignIn, reason: sentence(&refusal), wayOut: signIn.Hint, support: wanted + " " + ids}
	}
	failure.Err = nil
	return explanation{
		summary: summaryCall, reason: sentence(&failure), wayOut: call.Hint,
		support: paragraphs("No other token could be had: "+refusal.Error()+" "+signIn.Hint, ids),
	}
}

// explainUnconfirmed is laid out like a failed call.
func explainUnconfirmed(err *fraud.UnconfirmedError) explanation {
	var ids string
	if err.RequestID != "" {
		ids = fmt.Sprintf("MS-RequestId %s, MS-CorrelationId %s", err.RequestID, err.CorrelationID)
	}
	what := *err
	what.RequestID, what.CorrelationID = "", ""
	return explanation{attribute: "status", named: true, summary: summaryNotConfirmed, reason: sentence(&what), wayOut: wayOutUnconfirmed, support: ids}
}

// explainReactivation is what went wrong, and how to go on without reopening the event.
func explainReactivation(err *reactivationError) explanation {
	x := explain(err.err)
	x.attribute = "reactivate_on_destroy"
	if x.summary != summaryReadOnly {
		x.summary = summaryLetGo
	}
	x.wayOut = strings.TrimSpace(x.wayOut + " " + err.wayOut)
	return x
}

// paragraphs leaves out the empty ones.
func paragraphs(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n\n")
}

// sentence makes a full sentence of an error's text.
func sentence(err error) string {
	s := []rune(err.Error())
	if len(s) == 0 {
		return "Unknown error."
	}
	if s[0] >= 'a' && s[0] <= 'z' {
		s[0] -= 'a' - 'A'
	}
	if last := s[len(s)-1]; !strings.ContainsRune(".!?]", last) {
		s = append(s, '.')
	}
	return string(s)
}

// reactivationError is a reactivation that has failed, so that the decision stays in state.
type reactivationError struct {
	err    error
	wayOut string // without reopening: wayOutReactivation or wayOutReactivations
}

func (e *reactivationError) Error() string { return e.err.Error() }
func (e *reactivationError) Unwrap() error { return e.err }

// unlistedChangeError says that a decision in state cannot be changed, because its event is not listed any more.
type unlistedChangeError struct{ key fraud.Key }

func (e *unlistedChangeError) Error() string {
	return fmt.Sprintf("Partner Center does not list event %s any more, so its status and reason cannot be changed", e.key)
}

// refusedRevision is the error of a failed revision in words that fit one: consent to record would not help.
func refusedRevision(err error) error {
	var (
		unlisted    *fraud.UnlistedError
		unconfirmed *fraud.UnconfirmedError
	)
	if errors.As(err, &unlisted) && !errors.As(err, &unconfirmed) {
		return &unlistedChangeError{unlisted.Key}
	}
	return err
}

// halfDecisionError says that a status and a reason, one of which comes from state, make no decision.
type halfDecisionError struct {
	key            fraud.Key
	status, reason string
}

// attribute is the one at fault: the reason, unless no reason can go with the status.
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
	return fmt.Sprintf("the decision about event %s has the `status` %q and %s", e.key.EventID, e.status, reason)
}
