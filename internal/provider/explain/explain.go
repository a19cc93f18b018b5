// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package explain lays out errors as Terraform's diagnostics: one error, or many as one. It knows
// no feature: each feature's package explains its own errors and falls back on this one.
package explain

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Summaries are general and constant: Terraform folds diagnostics with equal summaries together.
const (
	SummaryInterrupted = "Interrupted"
	SummaryReadOnly    = "The provider is read-only"
	summaryInvalid     = "Invalid provider configuration"
	summaryTimeout     = "Timeout"
	summaryUnexpected  = "Unexpected error"
	AdviceReadOnly     = "To write, remove `read_only = true` from the provider block, and unset " +
		"PARTNERCENTER_READ_ONLY."
	adviceAfterTimeout  = "Raise `timeouts`. TF_LOG=DEBUG shows every attempt."
	adviceAfterInterupt = "The next apply continues from here."
)

// Explanation is an error in words for the user.
type Explanation struct {
	Attribute string // at fault, in a resource about one event; may be empty
	Named     bool   // the reason names its event
	Common    bool   // many resources may have the same failure: a sign-in, a timeout
	Summary   string
	Reason    string // a full sentence
	Advice    string // what to do next; the same for all errors of a kind
	Support   string // further paragraphs
}

// Explainer is an error that explains itself, because only one feature has it.
type Explainer interface {
	error
	Explain() Explanation
}

// Of explains an error that belongs to no feature, or that explains itself.
func Of(err error) Explanation {
	var own Explainer
	if errors.As(err, &own) {
		return own.Explain()
	}
	var mistake *anatomy.Mistake
	if errors.As(err, &mistake) {
		err = withVariable(mistake)
	}
	a := anatomy.Of(err)
	x := Explanation{Common: true, Reason: Sentence(a.What), Advice: a.Advice.In(Name),
		Support: Paragraphs(a.More.In(Name), a.Facts.String())}
	switch {
	case mistake != nil:
		x.Summary, x.Attribute, x.Common = summaryInvalid, string(mistake.Setting), false
	case a.Kind == anatomy.Call:
		x.Summary = serviceOf(a) + " call failed"
	case a.Kind == anatomy.ReadOnlyMode:
		x.Summary, x.Advice = SummaryReadOnly, AdviceReadOnly
	case a.Kind == anatomy.SignIn:
		x.Summary = "Sign-in to " + serviceOf(a) + " failed"
	case errors.Is(err, context.DeadlineExceeded):
		x.Summary, x.Advice = summaryTimeout, adviceAfterTimeout
		x.Reason = "The operation timed out before an answer arrived."
	case errors.Is(err, context.Canceled):
		x.Summary, x.Advice, x.Common = SummaryInterrupted, adviceAfterInterupt, false
		x.Reason = "The operation was stopped before the provider asked for any change."
	default:
		x.Summary, x.Common = summaryUnexpected, false
	}
	return x
}

func serviceOf(a anatomy.Anatomy) string { return cmp.Or(a.Service, "Partner Center") }

// withVariable also names the variable of a setting without a value, because either can hold it.
func withVariable(m *anatomy.Mistake) *anatomy.Mistake {
	if variables := settings.Variables(string(m.Setting)); m.Origin == "" && len(variables) > 0 {
		return m.At(m.Setting, fmt.Sprintf("%s (%s)", Name(m.Setting), variables[0]))
	}
	return m
}

// Name returns the name of a setting for Terraform's users.
func Name(key anatomy.Key) string {
	switch key {
	case anatomy.Timeout:
		return "`timeouts`"
	case anatomy.Parallelism:
		return "`-parallelism`"
	case anatomy.DeviceCode: // of a command
		return ""
	default:
		return "`" + string(key) + "`"
	}
}

// Sentence turns a clause into a full sentence.
func Sentence(clause anatomy.Text) string { return clause.Sentence(Name) }

// Invalid returns the sentence about a refused value, by the name of its holder.
func Invalid(name string, err error) string {
	return Sentence(anatomy.Say("%s %v", name, err))
}

// AddTo adds the explanation as an error.
func (x Explanation) AddTo(diags *diag.Diagnostics) { diags.Append(x.Diagnostic()) }

// Diagnostic returns the diagnostic for Terraform.
func (x Explanation) Diagnostic() diag.Diagnostic {
	if x.Attribute == "" {
		return diag.NewErrorDiagnostic(x.Summary, x.detail())
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(x.Attribute), x.Summary, x.detail())
}

func (x Explanation) detail() string {
	if x.Support != "" {
		return Paragraphs(x.Reason, x.Advice, x.Support)
	}
	return Sentences(x.Reason, x.Advice)
}

// Sentences joins the texts, except empty ones.
func Sentences(texts ...string) string { return join(" ", texts) }

// Paragraphs joins the texts, except empty ones.
func Paragraphs(texts ...string) string { return join("\n\n", texts) }

func join(separator string, texts []string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), separator)
}

// Bullets lists lines in order.
func Bullets(lines []string) string {
	return "- " + strings.Join(slices.Sorted(slices.Values(lines)), "\n- ")
}
