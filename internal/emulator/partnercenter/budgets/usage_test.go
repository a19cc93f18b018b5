// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

// mails returns the number of mails about the customer's budget.
func mails(c *emulatortest.Client) int {
	for _, one := range c.Server.Usage() {
		if one.CustomerTenantID == customer {
			return one.Mails
		}
	}
	return -1
}

// Mail is sent from 80 % to 100 %, at most every seven days. Nothing is stopped.
func TestUsage_Mail(t *testing.T) {
	t.Parallel()
	day := 0
	began := time.Now()
	c := emulatortest.Start(t, func(o *emulator.Options) {
		o.Now = func() time.Time { return began.AddDate(0, 0, day) }
	})
	c.Server.SetUsage(emulator.CustomerUsage{CustomerTenantID: customer, TotalCost: "1"})
	c.Server.SetBudget(customer, "100")
	for _, step := range []struct {
		day   int
		cost  string
		mails int
	}{{0, "79.99", 0}, {0, "80", 1}, {1, "90", 1}, {6, "99", 1}, {7, "100", 2}, {13, "100", 2},
		{14, "100.01", 2}, {20, "200", 2}, {21, "85", 3}} {
		day = step.day
		c.Server.Spend(customer, step.cost)
		if got := mails(c); got != step.mails {
			t.Errorf("%d mails at %s on day %d, want %d", got, step.cost, step.day, step.mails)
		}
	}
}

// The event about a budget comes when usage passes 100 %, whatever the reason, and does not say
// whose budget it is.
func TestUsage_EventAboveTheBudget(t *testing.T) {
	t.Parallel()
	c := start(t)
	received := make(chan string, 10)
	receiver := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var payload map[string]any
		_ = json.NewDecoder(r.Body).Decode(&payload)
		delete(payload, "ResourceChangeUtcDate")
		text, _ := json.Marshal(payload)
		received <- string(text)
	}))
	t.Cleanup(receiver.Close)
	c.Server.RegisterWebhook(receiver.URL, "usagerecords-thresholdExceeded")
	want := `{"AuditUri":null,"EventName":"usagerecords-thresholdExceeded",` +
		`"ResourceName":"usagerecords","ResourceUri":"` + c.Server.BaseURL() +
		`/v1/customers/usagerecords"}`
	spend := func(cost string) func() { return func() { c.Server.Spend(customer, cost) } }
	for _, step := range []struct {
		change func()
		raises bool
	}{
		{func() { c.Server.SetBudget(customer, "100") }, false}, {spend("100"), false},
		{spend("100.000000000000000001"), true}, {spend("500"), false}, {spend("50"), false},
		{func() { c.Server.SetBudget(customer, "49") }, true},
		{func() { c.Server.SetBudget(customer, "") }, false},
		{func() {
			c.Server.SetUsage(emulator.CustomerUsage{CustomerTenantID: customer, Budget: "1",
				TotalCost: "2"})
		}, true},
	} {
		_, before := c.Server.Webhook()
		step.change()
		_, after := c.Server.Webhook()
		if raised := len(after) > len(before); raised != step.raises {
			t.Fatalf("%+v raised an event: %t, want %t", after, raised, step.raises)
		}
		if step.raises {
			expect.Equal(t, "payload", want, <-received)
		}
	}
}

func get(c *emulatortest.Client, path string) emulatortest.Reply {
	return c.Send(c.Request(http.MethodGet, path, ""))
}

// The summary of a customer has the members of the sample. Usage needs a user.
func TestUsage_SummaryOfACustomer(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t, func(o *emulator.Options) {
		o.Now = func() time.Time { return time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC) }
	})
	c.Server.SetUsage(emulator.CustomerUsage{CustomerTenantID: customer, Name: "Contoso",
		Budget: "97", TotalCost: "28.82860766744404945074", USDTotalCost: "35.23000000000000362337",
		CurrencyCode: "GBP"})
	got := get(c, "/v1/customers/"+customer+"/usagesummary").Expect(t, http.StatusOK, "")
	expect.Contains(t, got.Body, "28.82860766744404945074", "35.23000000000000362337")
	summary := got.Decode(t)
	for _, name := range []string{"totalCost", "usdTotalCost", "lastModifiedDate"} {
		delete(summary, name)
	}
	if diff := cmp.Diff(map[string]any{
		"budget": map[string]any{"amount": 97.0,
			"attributes": map[string]any{"objectType": "SpendingBudget"}},
		"resourceId": customer, "resourceName": "Contoso", "currencyCode": "GBP",
		"billingStartDate": "2026-12-01T00:00:00Z", "billingEndDate": "2027-01-01T00:00:00Z",
		"attributes": map[string]any{"objectType": "CustomerUsageSummary"},
	}, summary); diff != "" {
		t.Error(diff)
	}

	get(c, "/v1/customers/"+emulatortest.SubscriptionA+"/usagesummary").Expect(t,
		http.StatusForbidden, "20002")
	c.Token = c.Server.AccessToken(emulator.AppOnly()) // budgets may be read without a user
	for path, status := range map[string]int{"/customers/" + customer + "/usagebudget": 200,
		"/customers/usagerecords": 403, "/usagesummary": 403,
		"/customers/" + customer + "/usagesummary": 403} {
		get(c, "/v1"+path).Expect(t, status, map[int]string{403: "900329"}[status])
	}
}

func TestUsage_EmailsOfThePartner(t *testing.T) {
	t.Parallel()
	c := start(t)
	for _, shown := range []bool{false, true} {
		c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.UsageEmails = shown })
		body := get(c, "/v1/usagesummary").Expect(t, http.StatusOK, "").Body
		if strings.Contains(body, `"emailsToNotify":["`) != shown {
			t.Errorf("shown %t: %s", shown, body)
		}
	}
}
