// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// Summaries.
const (
	summaryNotFound    = "Azure subscription not found"
	summaryAmbiguous   = "Azure subscription in several Azure plans"
	summaryLegacy      = "Legacy Azure subscription"
	summaryPending     = "Azure subscription change not confirmed"
	summaryNotKnown    = "Value not known yet"
	summaryUnconfirmed = "Subscription not confirmed"
	summaryNoEvent     = "No fraud event justifies the change"
	summaryStillOpen   = "Fraud events still open"
	summaryReadOnly    = explain.SummaryReadOnly
)

// ownError is an error of Azure subscriptions, in words for Terraform's users.
type ownError struct {
	error

	summary, attribute, advice string
}

func (e *ownError) Unwrap() error { return e.error }

// Explain implements [explain.Explainer].
func (e *ownError) Explain() explain.Explanation {
	a := anatomy.Of(e.error)
	advice := e.advice
	if advice == "" {
		advice = a.Advice.In(explain.Name)
	}
	return explain.Explanation{Attribute: e.attribute, Summary: e.summary, Named: true,
		Reason: explain.Sentence(a.What), Advice: advice,
		Support: explain.Paragraphs(a.More.In(explain.Name), a.Facts.String())}
}

// explained gives the errors of package entitlements their words. Others stay as they are.
func explained(err error) error {
	switch {
	case errors.As(err, new(*entitlements.NotFoundError)):
		return &ownError{err, summaryNotFound, "subscription_id", ""}
	case errors.As(err, new(*entitlements.AmbiguousError)):
		return &ownError{err, summaryAmbiguous, "subscription_id",
			"In the action, set `azure_plan_id` to one of these Azure plans."}
	case errors.As(err, new(*entitlements.LegacyError)):
		return &ownError{err, summaryLegacy, "subscription_id", ""}
	case errors.As(err, new(*entitlements.PendingError)):
		return &ownError{err, summaryPending, "", ""}
	}
	return err
}
