// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"encoding/json"
	"io"
	"math/big"
	"mime"
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
)

const mostDigits = 28

// set answers PATCH /v1/customers/{id}/usagebudget.
func (v window) set(c partnercenter.Call) *partnercenter.Refusal {
	customer, refusal := v.find(c)
	if refusal != nil {
		return refusal
	}
	amount, refusal := v.requested(c)
	if refusal != nil {
		return refusal
	}
	err := v.budgets.SetBudget(customer.CustomerTenantID, amount, c.Actor(),
		v.behaviour().UsageRecordsLag)
	if err != nil {
		return &partnercenter.Refusal{Status: http.StatusInternalServerError, Code: "800003",
			Description: "The state could not be saved."}
	}
	customer.Budget = amount
	send(c, v.budget(customer))
	return nil
}

// requested returns the amount in the body; empty if the budget is to be removed.
func (v window) requested(c partnercenter.Call) (string, *partnercenter.Refusal) {
	kind, _, err := mime.ParseMediaType(c.Request.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return "", &partnercenter.Refusal{Status: http.StatusUnsupportedMediaType, Code: "415",
			Description: "The request body must be application/json."}
	}
	text, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return "", partnercenter.BadRequest("800002", "The request body could not be read.")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return "", partnercenter.BadRequest("800002", "The request body is not a JSON object.")
	}
	amount, given := "", false
	var attributes struct{ ObjectType string }
	for name, raw := range members {
		switch strings.ToLower(name) {
		case "amount":
			amount, given = string(raw), true
		case "attributes":
			_ = json.Unmarshal(raw, &attributes) // what has another form has another type
		default:
			return "", partnercenter.InvalidProperty("The property " + name + " is not known.")
		}
	}
	if attributes.ObjectType != objectType {
		return "", partnercenter.InvalidProperty("Attributes.ObjectType must be " + objectType + ".")
	}
	if !given && !v.behaviour().BudgetAbsentRemoves {
		return "", partnercenter.InvalidProperty("Amount is missing.")
	}
	if !given || amount == "null" {
		return "", nil
	}
	return v.checked(amount)
}

// checked returns the amount as the service keeps it.
func (v window) checked(amount string) (string, *partnercenter.Refusal) {
	digits := strings.NewReplacer(".", "", "-", "").Replace(amount)
	if strings.Trim(digits, "0123456789") != "" || len(digits) > mostDigits {
		return "", partnercenter.InvalidProperty("Amount is not a decimal of at most 28 digits.")
	}
	n, ok := new(big.Rat).SetString(amount)
	if !ok || n.Sign() <= 0 && !v.behaviour().BudgetZeroAllowed {
		return "", partnercenter.InvalidProperty("Amount must be greater than 0.")
	}
	if decimals := v.behaviour().BudgetDecimals; decimals > 0 {
		if whole, fraction, _ := strings.Cut(amount, "."); len(fraction) > decimals {
			amount = whole + "." + fraction[:decimals]
		}
	}
	return amount, nil
}
