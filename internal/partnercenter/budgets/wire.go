// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// wireBudget is a budget in a reply. The documentation prints two forms: an object with the amount,
// and one whose budget is in a member without a name. It also misspells amount. Without an amount,
// or with null, the customer has no budget.
type wireBudget struct {
	amount   *big.Float
	customer string // whose budget it is by its own link, if the link says so
}

func (b *wireBudget) UnmarshalJSON(raw []byte) error {
	*b = wireBudget{customer: customerOf(raw)}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return err
	}
	var nested []json.RawMessage
	for name, value := range members {
		switch strings.ToLower(name) {
		case "amount", "ammount": //nolint:misspell // as in the documentation
			var n number
			err := json.Unmarshal(value, &n)
			b.amount = n.Float
			return err
		case "usagespendingbudget", "attributes", "links":
		default:
			nested = append(nested, value)
		}
	}
	if len(nested) == 0 || isBudget(raw) {
		return nil
	}
	if len(nested) == 1 && isBudget(nested[0]) {
		var inner wireBudget
		err := json.Unmarshal(nested[0], &inner)
		b.amount = inner.amount
		return err
	}
	// Another object must not pass for a missing budget.
	return errors.New("it has neither an amount nor the form of a budget")
}

// isBudget recognizes a budget by its type.
func isBudget(raw json.RawMessage) bool {
	var typed struct {
		Attributes struct {
			ObjectType string `json:"objectType"`
		} `json:"attributes"`
	}
	return json.Unmarshal(raw, &typed) == nil &&
		strings.EqualFold(typed.Attributes.ObjectType, objectType)
}

// customerOf reads the customer from the link to the budget itself. The samples have a placeholder
// there, so only a GUID counts.
func customerOf(raw json.RawMessage) string {
	var linked struct {
		Links struct {
			Self partnercenter.Link `json:"self"`
		} `json:"links"`
	}
	if json.Unmarshal(raw, &linked) != nil {
		return ""
	}
	_, rest, _ := strings.Cut(strings.ToLower(linked.Links.Self.URI), "/customers/")
	id, _, _ := strings.Cut(rest, "/")
	if fraud.CheckGUID(id) != nil {
		return ""
	}
	return id
}

// objectType is the type of a budget in a request and in replies.
const objectType = "SpendingBudget"

// body is a request: a null amount removes the budget.
type body struct {
	Amount     *json.Number   `json:"Amount"`
	Attributes bodyAttributes `json:"Attributes"`
}

type bodyAttributes struct {
	ObjectType string `json:"ObjectType"`
}

func newBody(amount *big.Float) body {
	b := body{Attributes: bodyAttributes{ObjectType: objectType}}
	if amount != nil {
		text := json.Number(Text(amount))
		b.Amount = &text
	}
	return b
}
