// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package explain makes diagnostics of errors: one of each, or one of many. It knows no feature: an
// error that only one has brings its own explanation.
package explain

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

	summaryAudit        = "Audit log incomplete"
	SummaryAmbiguous    = "Ambiguous event id"
	summaryUnsteady     = "Fraud event listed twice"
	summaryCall         = "Partner Center call failed"
	summaryChanged      = "Fraud event changed since the plan"
	SummaryInterrupted  = "Interrupted"
	SummaryMoved        = "Fraud event moved since the decision"
	SummaryReopened     = "Fraud event reopened since the decision"
	summaryNotConfirmed = "Fraud event update not confirmed"
	SummaryNotListed    = "Fraud event not listed"
	SummaryReadOnly     = "The provider is read-only"
	SummaryOverwrite    = "Fraud event already resolved otherwise"
	summarySignIn       = "Sign-in to Partner Center failed"
	summaryTimeout      = "Timeout"
	summaryUnexpected   = "Unexpected error"
)

// Advice, for the reader of an error.
const (
	AdviceOverwrite = "To keep the decision that was made there, declare the same status and " +
		"reason. To change it all the same, set `allow_overwrite = true`."
	AdviceReopened = "To leave the event as it is, declare its present status and reason, or remove " +
		"the decision from the configuration. To decide it all the same, set `allow_overwrite = true`, " +
		"or change the decision."
	adviceUnlisted = "Check the ids, and that the credentials see this customer. Resolved events " +
		"leave the list after some time. If a lost state held the decision, restore a backup of that " +
		"state: it brings back all decisions at once. If the decision moves from another resource, " +
		"raise `-parallelism` above the number of decisions that move. To record a decision about an " +
		"event that has left the list, without a call, set `allow_unlisted = true` for it."
	adviceChanged     = "Nothing was written. Plan again, and review how the event stands now."
	adviceUnconfirmed = "Look at the event in Partner Center. The next apply adopts the decision if " +
		"it took effect, and tries again if not. If Partner Center is slow to show changes, raise the " +
		"`timeouts`."
	adviceReadOnly = "`read_only` is true in the provider block, or PARTNERCENTER_READ_ONLY in " +
		"the environment. To write, take out the one that is set."
	adviceUnsteady = "Nothing was written. Plan again: the listing changes while it is read. If " +
		"this persists, report it to Microsoft support."
	adviceAmbiguous = "Write the event id in exactly the case in which Partner Center prints it."
)

// AddError is the one place where an error becomes a diagnostic.
func AddError(diags *diag.Diagnostics, err error) {
	diags.Append(Diagnostic(err))
}

// Diagnostic makes a diagnostic of an error.
func Diagnostic(err error) diag.Diagnostic { return Of(err).diagnostic() }

// Explanation is an error in the words that a user gets.
type Explanation struct {
	Attribute string // at fault, in a resource about one event; empty if none is
	Named     bool   // the reason names the event that it is about
	Summary   string
	Reason    string // a full sentence
	Advice    string // what to do next; the same for all errors of a kind
	Support   string // what else is to be said, a paragraph of its own
}

// diagnostic is what Terraform shows.
func (x Explanation) diagnostic() diag.Diagnostic {
	if x.Attribute == "" {
		return diag.NewErrorDiagnostic(x.Summary, x.detail())
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(x.Attribute), x.Summary, x.detail())
}

func (x Explanation) detail() string {
	if x.Support != "" {
		return Paragraphs(x.Reason, x.Advice, x.Support)
	}
	return strings.TrimSpace(x.Reason + " " + x.Advice)
}

// Explainer is an error that knows what to say of itself: that of one feature alone.
type Explainer interface {
	error
	Explain() Explanation
}

// At is the explanation of an error that names the event it is about, and whose fault lies at an
// attribute. Without an attribute, it names none.
func At(err error, attribute, summary, advice string) Explanation {
	return Explanation{
		Attribute: attribute, Named: attribute != "",
		Summary: summary, Reason: sentence(err), Advice: advice,
	}
}

// Of puts an error into words.
func Of(err error) Explanation {
	var (
		own         Explainer
		overwrite   *fraud.OverwriteError
		reopened    *fraud.ReopenedError
		unlisted    *fraud.UnlistedError
		changed     *fraud.ChangedError
		ambiguous   *fraud.AmbiguousError
		unconfirmed *fraud.UnconfirmedError
		problem     *settings.Problem
		readOnly    *fraud.ReadOnlyError
		unsteady    *fraud.UnsteadyError
		signIn      *auth.Error
		call        *partnercenter.Error
	)
	switch {
	case errors.As(err, &own):
		return own.Explain()
	case errors.As(err, &problem):
		return Explanation{Attribute: problem.Setting, Summary: summaryInvalidProvider,
			Reason: problem.Error()}
	case errors.As(err, &unconfirmed):
		return explainUnconfirmed(unconfirmed)
	case errors.As(err, &overwrite):
		return At(err, "status", SummaryOverwrite, AdviceOverwrite)
	case errors.As(err, &reopened) && reopened.Held.Status != fraud.Resolved:
		return At(err, "status", SummaryMoved, AdviceReopened)
	case errors.As(err, &reopened):
		return At(err, "status", SummaryReopened, AdviceReopened)
	case errors.As(err, &changed):
		return At(err, "status", summaryChanged, adviceChanged)
	case errors.As(err, &unlisted):
		x := At(err, "event_id", SummaryNotListed, adviceUnlisted)
		x.Named = unlisted.SubscriptionKnown // else many events share the reason
		return x
	case errors.As(err, &ambiguous):
		return At(err, "event_id", SummaryAmbiguous, adviceAmbiguous)
	case errors.As(err, &unsteady):
		return At(err, "status", summaryUnsteady, adviceUnsteady)
	case errors.As(err, &readOnly):
		return Explanation{Attribute: "status", Summary: SummaryReadOnly, Reason: sentence(err),
			Advice: adviceReadOnly}
	case errors.As(err, &call):
		errors.As(err, &signIn)
		return explainCall(call, signIn, known(err))
	case errors.As(err, &signIn):
		return At(err, "", summarySignIn, "")
	case errors.Is(err, context.DeadlineExceeded):
		return Explanation{
			Summary: summaryTimeout, Reason: "Partner Center did not answer before the operation's timeout.",
			Advice: "The `timeouts` block raises it; TF_LOG=DEBUG shows every attempt.",
		}
	case errors.Is(err, context.Canceled):
		return Explanation{
			Summary: SummaryInterrupted, Reason: "The operation was stopped before Partner Center was " +
				"asked to change anything.",
			Advice: "The next apply goes on from here.",
		}
	default:
		return At(err, "", summaryUnexpected, "")
	}
}

// explainCall says what failed, what to do next, and what Microsoft's support asks for, a paragraph
// each. signIn is nil unless the call, or the renewal of a token that it was refused with, failed
// for want of a token.
func explainCall(call *partnercenter.Error, signIn *auth.Error, known string) Explanation {
	ids := fmt.Sprintf("MS-RequestId %s, MS-CorrelationId %s", call.RequestID, call.CorrelationID)
	if call.Attempts > 0 {
		ids = transport.CountAttempts(call.Attempts, call.Elapsed) + ", " + ids
	}
	failure := *call
	failure.Hint, failure.Attempts, failure.RequestID, failure.CorrelationID = "", 0, "", ""
	if signIn == nil {
		return Explanation{Summary: summaryCall, Reason: strings.TrimSpace(sentence(&failure) + " " + known),
			Advice: call.Hint, Support: ids}
	}
	refusal := *signIn
	refusal.Hint = ""
	if call.StatusCode == 0 {
		wanted := fmt.Sprintf("The sign-in was needed to %s (%s).", call.Operation, call.Asked)
		return Explanation{Summary: summarySignIn, Reason: sentence(&refusal), Advice: signIn.Hint,
			Support: wanted + " " + ids}
	}
	failure.Err = nil
	return Explanation{
		Summary: summaryCall, Reason: sentence(&failure), Advice: call.Hint,
		Support: Paragraphs("No other token could be had: "+refusal.Error()+" "+signIn.Hint, ids),
	}
}

// known is what the caller of a failed call knows of it.
func known(err error) string {
	var failed *fraud.FailedCall
	if errors.As(err, &failed) {
		return failed.Known()
	}
	return ""
}

// explainUnconfirmed is laid out like a failed call.
func explainUnconfirmed(err *fraud.UnconfirmedError) Explanation {
	var ids string
	if err.RequestID != "" {
		ids = fmt.Sprintf("MS-RequestId %s, MS-CorrelationId %s", err.RequestID, err.CorrelationID)
	}
	what := *err
	what.RequestID, what.CorrelationID = "", ""
	return Explanation{Attribute: "status", Named: true, Summary: summaryNotConfirmed,
		Reason: sentence(&what), Advice: adviceUnconfirmed, Support: ids}
}

// Paragraphs leaves out the empty ones.
func Paragraphs(texts ...string) string {
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

// Bullets lists lines in order.
func Bullets(lines []string) string {
	return "- " + strings.Join(slices.Sorted(slices.Values(lines)), "\n- ")
}

// WarnNotAudited tells that the audit log lacks a line. It is no error: what the line would have
// said has happened.
func WarnNotAudited(diags *diag.Diagnostics, out fraud.Outcome) {
	if out.AuditErr != nil {
		diags.AddWarning(summaryAudit, sentence(out.AuditErr)+
			" What happened to the event is not affected. See to the file of `audit_log_path`.")
	}
}

// CountEvents reads like "3 events".
func CountEvents(n int) string {
	if n == 1 {
		return "1 event"
	}
	return fmt.Sprintf("%d events", n)
}
