// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"encoding/json"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// FuzzParse reads a decimal. What is written of it is the same number, and short.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"0", "-0", "1.10", "1e28", "1e-40", "1e999999999", "0x1",
		"1_0", "Inf", ".5", "5.", "99999999999999999999999999.99", "0.00000000000000000000000000001"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := Parse(text)
		if err != nil {
			return
		}
		written := Text(n)
		if len(written) > 400 {
			t.Fatalf("%q became %d characters", text, len(written))
		}
		amount := CheckAmount(n)
		if again, err := Parse(written); amount == nil && (err != nil || !Same(n, again)) {
			t.Errorf("%q became %q, and that %v, %v", text, written, again, err)
		}
	})
}

// FuzzBudget reads a budget in any JSON. A budget that is said to be another customer's is named by
// a GUID, and an amount is a number that can be written.
func FuzzBudget(f *testing.F) {
	for _, seed := range []string{"{}", "null", `{"amount":"5"}`, `{"AMOUNT":1e500}`,
		`{"usageSpendingBudget":{"amount":1,"attributes":{"objectType":"SpendingBudget"}}}`,
		`{"links":{"self":{"uri":"/customers/5E0B3F7D-91C2-4A86-B4D0-6F2C8E17A593/x"}},"amount":null,` +
			`"attributes":{"objectType":"spendingbudget"}}`, `{"a":{"b":{"amount":1}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var b wireBudget
		if json.Unmarshal(raw, &b) != nil {
			return
		}
		if b.customer != "" && fraud.CheckGUID(b.customer) != nil {
			t.Errorf("%s is of customer %q", raw, b.customer)
		}
		if b.amount != nil {
			if _, err := json.Marshal(newBody(b.amount)); err != nil {
				t.Errorf("%s: %v", raw, err)
			}
		}
		var record wireRecord
		if json.Unmarshal(raw, &record) == nil {
			record.record()
		}
	})
}
