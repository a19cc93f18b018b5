// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// Summaries for fraud events, in addition to those of package explain.
const (
	summaryChanged      = "Fraud event changed since the plan"
	summaryDecided      = "Fraud event decided in the same run"
	summaryNotConfirmed = "Fraud event update not confirmed"
	summaryPending      = "Earlier fraud event update not confirmed"
	summaryUnsteady     = "Fraud event listed twice"

	SummaryAmbiguous = "Ambiguous event id"
	SummaryDecisions = "Decisions about fraud events cannot be carried out"
	SummaryMoved     = "Fraud event moved since the decision"
	SummaryNotListed = "Fraud event not listed"
	SummaryOverwrite = "Fraud event already resolved otherwise"
	SummaryReopened  = "Fraud event reopened since the decision"

	// OrNotYet is added if the listing may be older than our own write.
	OrNotYet = ", or not yet listed as decided"
)

// Advice, for the reader of an error.
const (
	AdviceOverwrite = "To keep the existing decision, declare the same status and reason. To " +
		"change it, set `allow_overwrite = true`."
	AdviceReopened = "To leave the event as it is, declare its present status and reason, or remove " +
		"the decision from the configuration. To apply the decision again, set `allow_overwrite = " +
		"true`, or change the decision."
	AdviceNotYet = "If nobody moved the event, the listing lags behind: plan again after some " +
		"minutes, and it is empty."
	adviceUnlisted = "Check the ids, and that the credentials have access to this customer. " +
		"Resolved events leave the list after some time. If the decision was in a state that is " +
		"lost, restore a backup of that state, which contains all decisions. If the decision moves " +
		"from another resource, raise `-parallelism` above the number of decisions that move. To " +
		"record a decision about an event that has left the list, without a call, set " +
		"`allow_unlisted = true`."
	adviceChanged = "Nothing was written. Plan again, and review the current status of " +
		"the event."
	adviceUnconfirmed = "Check the event. The next apply adopts the decision if it took effect, and " +
		"tries again if it did not. If changes show up late, raise `timeouts`."
	advicePending  = "Nothing was written for this object. Check the event, and plan again."
	adviceUnsteady = "Nothing was written. Plan again: the listing changes while it is read. If " +
		"this persists, report it to Microsoft Support."
	// AdviceAPI is for an unlisted id that may be that of the other API.
	AdviceAPI       = "Each API has its own event ids: check `api`, too."
	AdviceAmbiguous = "Write the event id in exactly the same case as listed."
)

// words are the texts for a kind of error, and the attribute at fault.
type words struct{ attribute, summary, advice string }

func wordsOf(kind fraud.ErrorKind) words {
	return map[fraud.ErrorKind]words{
		fraud.UnconfirmedChange:  {"status", summaryNotConfirmed, adviceUnconfirmed},
		fraud.AlreadyResolved:    {"status", SummaryOverwrite, AdviceOverwrite},
		fraud.MovedElsewhere:     {"status", SummaryMoved, AdviceReopened},
		fraud.ReopenedElsewhere:  {"status", SummaryReopened, AdviceReopened},
		fraud.DecidedInSameRun:   {"status", summaryDecided, ""},
		fraud.PendingInSameRun:   {"status", summaryPending, advicePending},
		fraud.ChangedSinceReview: {"status", summaryChanged, adviceChanged},
		fraud.NotListed:          {"event_id", SummaryNotListed, adviceUnlisted},
		fraud.AmbiguousID:        {"event_id", SummaryAmbiguous, AdviceAmbiguous},
		fraud.ListedTwice:        {"status", summaryUnsteady, adviceUnsteady},
		fraud.WritesTurnedOff:    {"status", explain.SummaryReadOnly, explain.AdviceReadOnly},
	}[kind]
}

// Explain explains the errors of fraud events. Package explain explains all others.
func Explain(err error) explain.Explanation {
	kind := fraud.KindOf(err)
	if own := explain.Explainer(nil); errors.As(err, &own) || kind == fraud.OtherError {
		return explain.Of(err)
	}
	x := About(err, "", "", "")
	w := wordsOf(kind)
	x.Attribute, x.Summary, x.Advice = w.attribute, w.summary, w.advice
	var (
		unlisted    *fraud.UnlistedError
		unconfirmed *fraud.UnconfirmedError
	)
	switch {
	case fraud.MayLag(err):
		x.Summary, x.Advice = x.Summary+OrNotYet, explain.Sentences(AdviceNotYet, x.Advice)
	case kind == fraud.WritesTurnedOff:
		x.Named, x.Common = false, true
	case errors.As(err, &unconfirmed):
		x.Reason, x.Support = unconfirmedReason(unconfirmed)
	case errors.As(err, &unlisted):
		x.Named = unlisted.SubscriptionKnown // otherwise, many events share the reason
		if unlisted.SubscriptionKnown && unlisted.Near == "" {
			x.Advice = explain.Sentences(x.Advice, AdviceAPI)
		}
	}
	return x
}

// About returns the explanation of an error with the name of its event.
func About(err error, attribute, summary, advice string) explain.Explanation {
	return explain.Explanation{Attribute: attribute, Named: true, Summary: summary, Advice: advice,
		Reason: explain.Sentence(anatomy.Say("%v", err))}
}

// unconfirmedReason gives the known facts, including those that support asks for, and the advice
// for the cause.
func unconfirmedReason(err *fraud.UnconfirmedError) (reason, support string) {
	what, advice := anatomy.Say("%s", err.What()), ""
	facts := anatomy.Facts{}
	for _, id := range err.CallIDs() {
		facts = facts.With(anatomy.ID{Name: id[0], Value: id[1]})
	}
	if err.Cause() != nil {
		cause := anatomy.Of(err.Cause())
		what = anatomy.Say("%v: %v", what, cause.What)
		facts = facts.With(cause.Facts.IDs...)
		advice = cause.Advice.In(explain.Name)
	}
	return explain.Sentence(what), explain.Paragraphs(advice, facts.String())
}

// WarnNotAudited warns that the audit log lacks a line. It is not an error, because the recorded
// change has happened.
func WarnNotAudited(diags *diag.Diagnostics, out fraud.Outcome) {
	if out.AuditErr != nil {
		diags.AddWarning(connection.SummaryAudit, explain.Sentence(anatomy.Say("%v", out.AuditErr))+
			" This does not affect the event. Check the file that `audit_log_path` names.")
	}
}

// Count returns a text such as "3 events".
func Count(n int) string {
	if n == 1 {
		return "1 event"
	}
	return fmt.Sprintf("%d events", n)
}
