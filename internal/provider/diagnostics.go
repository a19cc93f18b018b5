// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Summaries are general and constant: Terraform folds diagnostics with equal summaries together.
const (
	summaryInvalidProvider = "Invalid provider configuration"

	summaryAmbiguous    = "Ambiguous event id"
	summaryCall         = "Partner Center call failed"
	summaryChanged      = "Fraud event changed since the plan"
	summaryInterrupted  = "Interrupted"
	summaryNotConfirmed = "Fraud event update not confirmed"
	summaryNotListed    = "Fraud event not listed"
	summaryOverturn     = "Fraud event already resolved otherwise"
	summarySignIn       = "Sign-in to Partner Center failed"
	summaryTimeout      = "Timeout"
	summaryUnexpected   = "Unexpected error"
)

// Ways out, for the reader of an error.
const (
	wayOutOverturn = "To keep that decision, declare the same status and reason. To change it all the same, set `allow_overwrite = true`."
	wayOutUnlisted = "Check the ids, and that the credentials see this customer. Resolved events leave the list after some time: to record a decision " +
		"about one that has left, without a call, set `allow_unlisted = true`."
	wayOutChanged     = "Nothing was written. Plan again, and review what has become of the event."
	wayOutUnconfirmed = "Look at the event in Partner Center. The next apply adopts the decision if it took effect, and tries again if not. " +
		"If Partner Center is slow to show changes, raise the `timeouts`."
	wayOutReactivation = "To destroy it without reopening the event, set `reactivate_on_destroy = false`, apply, and destroy again; " +
		"or let Terraform forget it with a `removed` block."
	wayOutAmbiguous = "Write `event_id` in exactly the case in which Partner Center prints it."
)

// addError is the one place where an error becomes a diagnostic.
func addError(diags *diag.Diagnostics, err error) {
	diags.Append(diagnosticOf(err))
}

func diagnosticOf(err error) diag.Diagnostic {
	var (
		overturn    *fraud.OverturnError
		unlisted    *fraud.UnlistedError
		changed     *fraud.ChangedError
		ambiguous   *fraud.AmbiguousError
		unconfirmed *fraud.UnconfirmedError
		signIn      *auth.Error
		call        *partnercenter.Error
	)
	at := func(attribute, summary, wayOut string) diag.Diagnostic {
		return diag.NewAttributeErrorDiagnostic(path.Root(attribute), summary, sentence(err)+" "+wayOut)
	}
	switch {
	case errors.As(err, &unconfirmed):
		return at("status", summaryNotConfirmed, wayOutUnconfirmed)
	case errors.As(err, &overturn):
		return at("status", summaryOverturn, wayOutOverturn)
	case errors.As(err, &changed):
		return at("status", summaryChanged, wayOutChanged)
	case errors.As(err, &unlisted):
		return at("event_id", summaryNotListed, wayOutUnlisted)
	case errors.As(err, &ambiguous):
		return at("event_id", summaryAmbiguous, wayOutAmbiguous)
	case errors.As(err, &signIn):
		return diag.NewErrorDiagnostic(summarySignIn, sentence(err))
	case errors.As(err, &call):
		return diag.NewErrorDiagnostic(summaryCall, sentence(err))
	case errors.Is(err, context.DeadlineExceeded):
		return diag.NewErrorDiagnostic(summaryTimeout, "Partner Center did not answer before the operation's timeout. "+
			"The `timeouts` block raises it; TF_LOG=DEBUG shows every attempt.")
	case errors.Is(err, context.Canceled):
		return diag.NewErrorDiagnostic(summaryInterrupted, "The operation was stopped before Partner Center was asked to change anything. "+
			"The next apply goes on from here.")
	default:
		return diag.NewErrorDiagnostic(summaryUnexpected, sentence(err))
	}
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
	if last := s[len(s)-1]; last != '.' && last != '!' && last != '?' {
		s = append(s, '.')
	}
	return string(s)
}
