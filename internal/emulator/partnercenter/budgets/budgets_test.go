// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

const customer = "0f9d2c1b-3a64-4f0b-8e15-7c90d2a1f6b3"

func start(t *testing.T) *emulatortest.Client {
	t.Helper()
	c := emulatortest.Start(t)
	c.Server.SetUsage(emulator.CustomerUsage{CustomerTenantID: customer, TotalCost: "1"})
	return c
}

func patch(c *emulatortest.Client, id, body string) emulatortest.Reply {
	r := c.Request(http.MethodPatch, "/v1/customers/"+id+"/usagebudget", body)
	r.Header.Set("Content-Type", "application/json")
	return c.Send(r)
}

const typed = `,"Attributes":{"ObjectType":"SpendingBudget"}}`

func TestBudgets_StrictAboutRequests(t *testing.T) {
	t.Parallel()
	c := start(t)
	for body, code := range map[string]string{
		`{"Amount":0` + typed: "3000", `{"Amount":-1` + typed: "3000", `{"Amount":"5"` + typed: "3000",
		`{"Amount":5,"Unit":"EUR"` + typed: "3000", `{"Amount":5}`: "3000", "[]": "800002",
		`{"Amount":12345678901234567890123456789` + typed: "3000", `{` + typed[1:]: "3000",
	} {
		patch(c, customer, body).Expect(t, http.StatusBadRequest, code)
	}
	patch(c, emulatortest.SubscriptionA, `{"Amount":5`+typed).Expect(t, http.StatusForbidden, "20002")
	got := patch(c, customer, `{"Amount":5.250`+typed).Expect(t, http.StatusOK, "")
	if !strings.Contains(got.Body, `"amount":5.250`) {
		t.Errorf("the reply is %s", got.Body)
	}
	got = patch(c, customer, `{"Amount":null`+typed).Expect(t, http.StatusOK, "")
	if strings.Contains(got.Body, "mount") {
		t.Errorf("without a budget, the reply is %s", got.Body)
	}
}
