// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package usagebudget

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

const (
	summaryOther       = "Customer already has another budget"
	summaryChanged     = "Budget changed since the plan"
	summaryUnconfirmed = "Budget not confirmed"
	summaryNoBudget    = "Customer has no budget"
	summaryOverwrites  = "Another budget is overwritten"
	summaryDrift       = "Budget changed outside of Terraform"
	summaryKept        = "Budget stays in Partner Center"
	summaryGone        = "Budget no longer exists"

	adviceOther = "To keep that budget, set `amount` to it, or import it. To overwrite it, set " +
		"`allow_overwrite = true`."
	adviceChanged = "Nothing was written. Plan again, and review the current budget. To " +
		"overwrite any budget, set `allow_overwrite = true`."
	adviceUnconfirmed = "Check the budget in Partner Center. The next apply adopts the change if it " +
		"was made, and tries again if it was not."
	adviceOtherThanAsked = "Check the budget in Partner Center. If Partner Center rounds it, set " +
		"`amount` to the rounded value. Otherwise, somebody else may have changed it at the same time."
)

// adviseOnDrift says how to go on with a budget that somebody else set.
func adviseOnDrift(found *big.Float) string {
	if budgets.CheckAmount(found) != nil {
		return "No configuration can declare that amount. Apply sets the budget back."
	}
	return "To keep the change, set `amount` to it. Otherwise, apply sets the budget back."
}

// otherError means that creating would overwrite a budget that Terraform does not manage.
type otherError struct {
	customer    string
	found, want *big.Float
}

func (e *otherError) Error() string {
	return fmt.Sprintf("customer %s already has a budget of %s, and the configuration declares %s",
		e.customer, budgets.Text(e.found), budgets.Text(e.want))
}

// Explain implements [explain.Explainer].
func (e *otherError) Explain() explain.Explanation {
	return about(e, summaryOther, adviceOther)
}

// writeError explains an error of the client in the words of this resource.
type writeError struct{ error }

func (e *writeError) Unwrap() error { return e.error }

// Explain implements [explain.Explainer].
func (e *writeError) Explain() explain.Explanation {
	var (
		changed     *budgets.ChangedError
		unconfirmed *budgets.UnconfirmedError
	)
	switch {
	case errors.As(e.error, &changed):
		return about(changed, summaryChanged, adviceChanged)
	case errors.As(e.error, &unconfirmed):
		x := about(unconfirmed, summaryUnconfirmed, adviceUnconfirmed)
		facts := anatomy.Facts{}.With(anatomy.ID{Name: "MS-RequestId", Value: unconfirmed.RequestID})
		if unconfirmed.Err == nil {
			x.Advice = adviceOtherThanAsked
		} else {
			cause := anatomy.Of(unconfirmed.Err)
			x.Reason = explain.Sentence(anatomy.Say("%v: %v", unconfirmed, cause.What))
			facts = facts.With(cause.Facts.IDs...)
		}
		x.Support = facts.String()
		return x
	}
	return explain.Of(e.error)
}

func about(err error, summary, advice string) explain.Explanation {
	return explain.Explanation{Attribute: "amount", Named: true, Summary: summary, Advice: advice,
		Reason: explain.Sentence(anatomy.Say("%v", err))}
}
