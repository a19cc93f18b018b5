// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// NotFoundError means that a customer has no such Azure subscription.
type NotFoundError struct {
	CustomerTenantID, SubscriptionID string
	Plans                            []string // that were searched
	IsPlan                           bool     // the id is that of an Azure plan
	Err                              error    // the refusal, if Partner Center was asked for it
}

// Error implements error.
func (e *NotFoundError) Error() string { return e.Anatomy().String() }

// Unwrap returns the refusal.
func (e *NotFoundError) Unwrap() error { return e.Err }

// Anatomy implements [anatomy.Error].
func (e *NotFoundError) Anatomy() anatomy.Anatomy {
	a := anatomy.Anatomy{
		What: anatomy.Say("customer %s has no Azure subscription %s in %s", e.CustomerTenantID,
			e.SubscriptionID, plans(e.Plans)),
		Advice: anatomy.Say("Check the subscription id, the customer's tenant id, and the Azure plan."),
	}
	if e.IsPlan {
		a.What = anatomy.Say("%s is an Azure plan of customer %s, not an Azure subscription",
			e.SubscriptionID, e.CustomerTenantID)
		a.Advice = anatomy.Say("Use the id of the Azure subscription, as in the fraud event.")
	}
	if e.Err != nil {
		a.Facts = anatomy.Of(e.Err).Facts
	}
	return a
}

// AmbiguousError means that several Azure plans have the subscription.
type AmbiguousError struct {
	SubscriptionID string
	Plans          []string
}

// Error implements error.
func (e *AmbiguousError) Error() string { return e.Anatomy().String() }

// Anatomy implements [anatomy.Error].
func (e *AmbiguousError) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{
		What: anatomy.Say("several Azure plans have Azure subscription %s: %s", e.SubscriptionID,
			strings.Join(e.Plans, ", ")),
		Advice: anatomy.Say("Name one of these Azure plans."),
	}
}

// LegacyError means that a subscription has no Azure plan, so it cannot be changed here.
type LegacyError struct{ Subscription Subscription }

// Error implements error.
func (e *LegacyError) Error() string { return e.Anatomy().String() }

// Anatomy implements [anatomy.Error].
func (e *LegacyError) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{
		What: anatomy.Say("Azure subscription %s of customer %s is a legacy subscription, without an "+
			"Azure plan", e.Subscription.ID, e.Subscription.CustomerTenantID),
		Advice: anatomy.Say("Use the Partner Center portal. This API changes only the " +
			"subscriptions of an Azure plan."),
	}
}

// plans names the plans that were searched.
func plans(ids []string) string {
	switch len(ids) {
	case 0:
		return "any Azure plan, because Partner Center lists no Azure plan of the customer"
	case 1:
		return "Azure plan " + ids[0]
	}
	return "the Azure plans " + strings.Join(ids, ", ")
}

func area() partnercenter.Area {
	return partnercenter.Area{Name: "Azure subscriptions", Advise: advise}
}

// advise knows the codes that are documented for these calls: docs-dev/respond.md, Cancel.
func advise(e *partnercenter.Error) anatomy.Text {
	switch fmt.Sprintf("%d/%s", e.StatusCode, e.Code) {
	case "400/900118":
		return anatomy.Say("Check the customer's tenant id. Partner Center does not accept it.")
	case "400/800002":
		return anatomy.Say("Check the ids of the customer, the Azure plan, and the Azure subscription. " +
			"One of them is not a GUID, or is missing.")
	case "400/900307":
		return anatomy.Say("Check the cancellation reason. `compromise` is the only documented one.")
	case "400/900337":
		return anatomy.Say("Reactivate the Azure subscription in the Azure portal, if that is still " +
			"possible. Partner Center does not reactivate it: it may be deleted, canceled by somebody " +
			"else, or canceled a few minutes ago.")
	case "403/900159":
		return anatomy.Say("Check the customer's tenant id, and %v. The partner has no commerce "+
			"relationship with this customer.", anatomy.TenantID)
	case "404/800111":
		return anatomy.Say("Check the Azure subscription and the Azure plan. Partner Center has no " +
			"such Azure subscription in this plan.")
	}
	return nil
}

// mayComeTooLate reports whether a refusal can mean that there is nothing to change. What Partner
// Center answers then is undocumented, so this excludes only refusals with another meaning.
func mayComeTooLate(err error) bool {
	var failed *partnercenter.Error
	if !errors.As(err, &failed) || failed.NotOurs {
		return false
	}
	switch failed.StatusCode {
	case http.StatusBadRequest:
		return !slices.Contains([]string{"900118", "800002", "900307"}, failed.Code)
	case http.StatusConflict:
		return true
	}
	return false
}

// changes is the area of calls that change a subscription, which need more rights.
func changes() partnercenter.Area {
	return partnercenter.Area{Name: "Azure subscriptions", Advise: func(
		e *partnercenter.Error) anatomy.Text {
		if e.MissingRole() || e.StatusCode == http.StatusForbidden && e.Code == "900335" {
			return anatomy.Say("Sign in as a user who has both the Global Administrator role and the " +
				"Admin agent role. Canceling and reactivating an Azure subscription need both.")
		}
		if own := advise(e); own != nil || !mayComeTooLate(e) {
			return own
		}
		return anatomy.Say("Wait for at least ten minutes, and read the status, before you try " +
			"again. Partner Center may still be carrying out an earlier request, which the status does " +
			"not show.")
	}}
}
