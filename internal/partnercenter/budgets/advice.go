// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// The documentation lists no codes of these calls, only those of all calls.

const (
	codeNoRelationship = "20002" // 403
	codeUnknownTenant  = "60003" // 404; about the partner's own tenant
)

func budgetArea(advise func(*partnercenter.Error) anatomy.Text) partnercenter.Area {
	return partnercenter.Area{Name: "budgets", Advise: advise}
}

// usageArea has the calls for all customers.
func usageArea() partnercenter.Area {
	return partnercenter.Area{Name: "usage records", Advise: adviseOnUsage}
}

// adviseOnCustomer is about calls for one customer.
func adviseOnCustomer(e *partnercenter.Error) anatomy.Text {
	switch {
	case noRelationship(e):
		return anatomy.Say("Check the customer's tenant id, and %v. The partner has no commerce "+
			"relationship with this customer.", anatomy.TenantID)
	case e.StatusCode == http.StatusNotFound && !unknownTenant(e):
		return anatomy.Say("Check the customer's tenant id. Partner Center does not know a budget of " +
			"this customer: it needs an active reseller relationship with you, and an account that is " +
			"not a sandbox.")
	case e.StatusCode == http.StatusBadRequest:
		return anatomy.Say("Check the customer's tenant id. Partner Center does not accept the request.")
	}
	return nil
}

// adviseOnAmount is about calls that set an amount.
func adviseOnAmount(e *partnercenter.Error) anatomy.Text {
	if e.StatusCode == http.StatusBadRequest {
		return anatomy.Say("Check the customer's tenant id and the amount. Partner Center does not " +
			"accept the request.")
	}
	return adviseOnCustomer(e)
}

func adviseOnUsage(e *partnercenter.Error) anatomy.Text {
	switch {
	case noRelationship(e):
		return anatomy.Say("Check %v. Partner Center does not know it as the tenant of a partner with "+
			"customers.", anatomy.TenantID)
	case e.StatusCode == http.StatusNotFound && !unknownTenant(e):
		return partnercenter.AdviseOnAddress(e.Area.Name)
	case e.StatusCode == http.StatusBadRequest:
		return anatomy.Say("Report this to the authors of the provider. Partner Center does not accept " +
			"the request.")
	}
	return nil
}

func noRelationship(e *partnercenter.Error) bool {
	return e.StatusCode == http.StatusForbidden && e.Code == codeNoRelationship
}

func unknownTenant(e *partnercenter.Error) bool {
	return e.StatusCode == http.StatusNotFound && e.Code == codeUnknownTenant
}
