// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal_test

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

const customer = "a248da34-6840-4c67-82d7-7f55ccd50d03" // of NewEvent

// What is done in the world is in the log, with who did it, and can be searched.
func TestPortal_ShowsTheActivityLog(t *testing.T) {
	t.Parallel()
	v := visit(t)
	v.submit("decide", "event", eventA1, "status", resolved, "reason", "Fraud", "by", "kim@x.example")
	v.submit("budget", "customer", customer, "amount", "125.50")
	v.Server.Record(emulator.AuditRecord{OperationType: "add_customer", OperationStatus: "failed",
		CustomizedData: []emulator.AuditDetail{{Key: "Note"}}, ApplicationID: "FulfillmentService"})
	page := v.open("/_portal/activity")
	expect.Contains(t, page, "update_azure_fraud_event_status", "not documented", "kim@x.example",
		"update_customer_spending_budget", html.EscapeString(`{"Amount":125.50}`), "colleague@", "Fabrikam",
		"an app, app <code>FulfillmentService</code>", "Note</bdi></span> <code>null</code>")
	page = v.open("/_portal/activity?text=ADD_customer")
	expect.Contains(t, page, "1 of 1", `value="ADD_customer"`, "add_customer")
	if strings.Contains(page, "kim@x.example") {
		t.Error("the filter has no effect")
	}
	expect.Contains(t, v.open("/_portal/activity?text=nobody"), "Nothing matches.")
	var many []emulator.AuditRecord
	for n := range 300 {
		many = append(many, emulator.AuditRecord{OperationType: fmt.Sprint("many_", n)})
	}
	v.Server.Record(many...)
	expect.Contains(t, v.open("/_portal/activity?text=many"), "200 of 300")
}

func TestPortal_ShowsAzureSubscriptions(t *testing.T) {
	t.Parallel()
	v := visit(t)
	azure, _ := v.Server.AzureSubscription(subA)
	v.Server.SetAzureSubscription(emulator.AzureSubscription{ID: "legacy-id", Name: "Old one",
		CustomerTenantID: customer, Offer: "MS-AZR-0145P", Status: "active"})
	expect.Contains(t, v.open("/_portal/azure"), subA, azure.PlanID, `tag active">active`,
		"legacy, offer <bdi>MS-AZR-0145P")
	v.Token = v.Server.AccessToken()
	v.Send(v.Request(http.MethodPost, "/v1/customers/"+customer+"/subscriptions/"+azure.PlanID+
		"/azureEntitlements/"+subA+"/cancel", `{"cancellationReason":"compromise"}`)).
		Expect(t, http.StatusOK, "")
	expect.Contains(t, v.open("/_portal/azure?text="+subA), "1 of 1", "inactive from 2")
	v.Server.RemoveSubscription(subA)
	if strings.Contains(v.open("/_portal/azure"), subA) {
		t.Error("a forgotten subscription is shown")
	}
}

func TestPortal_ShowsAndSetsBudgets(t *testing.T) {
	t.Parallel()
	v := visit(t)
	expect.Contains(t, v.open("/_portal/budgets"), "Fabrikam", customer, "no budget, used 0")
	page := v.submit("budget", "customer", customer, "amount", " 100.00000000000000000001 ")
	expect.Contains(t, page, "The customer has its new budget.", "budget 100.00000000000000000001")
	page = v.submit("spend", "customer", customer, "cost", "85")
	expect.Contains(t, page, "Microsoft counts the new cost.", "used 85", "(85.0 %), mails: 1")
	expect.Contains(t, v.submit("budget", "customer", customer, "amount", ""), "no budget, used 85")
	before := v.Server.Usage()
	for name, form := range map[string][]string{
		"no amount: &#34;-1&#34;":         {"budget", "customer", customer, "amount", "-1"},
		"no amount: &#34;1e9&#34;":        {"budget", "customer", customer, "amount", "1e9"},
		"no such customer: &#34;none&#34": {"budget", "customer", "none", "amount", "1"},
		"the cost is missing":             {"spend", "customer", customer, "cost", " "},
		"no amount: &#34;NaN&#34;":        {"spend", "customer", customer, "cost", "NaN"},
	} {
		expect.Contains(t, v.post(form[0], form[1:]...).Expect(t, http.StatusBadRequest, "").Body, name)
	}
	expect.Equal(t, "customers", before, v.Server.Usage())
}

// The key in a receiver's address stays secret.
func TestPortal_ShowsTheWebhook(t *testing.T) {
	t.Parallel()
	v := visit(t)
	expect.Contains(t, v.open("/_portal/webhook"), "no registration", "Nothing matches.")
	arrived := make(chan struct{}, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		arrived <- struct{}{}
	}))
	t.Cleanup(receiver.Close)
	v.Server.SetBehaviour(func(b *emulator.Behaviour) { b.WebhookRetryMillis = 1_000_000 })
	v.Server.RegisterWebhook(receiver.URL+"/hook?code=s3cret", "azure-fraud-event-detected")
	v.Server.Inject(emulator.NewEvent(subA, "raised"))
	<-arrived
	page := ""
	expect.Eventually(t, "the receiver's answer", func() bool {
		page = v.open("/_portal/webhook")
		return strings.Contains(page, "418") || strings.Contains(page, "eapot")
	})
	expect.Contains(t, page, receiver.URL+"/hook?…", "azure-fraud-event-detected", "running",
		"1 of 1", "eapot")
	if strings.Contains(page, "s3cret") {
		t.Error("the page shows the key")
	}
}

func TestPortal_ShowsTheScoreAndMFA(t *testing.T) {
	t.Parallel()
	v := visit(t)
	page := v.open("/_portal/score")
	expect.Contains(t, page, "80.00 of 100", "mfaEnforcedForAdmins", "customersWithSpendBudgetCount",
		"None has called since")
	v.submit("budget", "customer", customer, "amount", "1")
	v.Server.SetBehaviour(func(b *emulator.Behaviour) { b.MFANotEnforced = true })
	v.List("").Expect(t, http.StatusOK, "")
	v.Token = v.Server.AccessToken(emulator.WithoutMFA())
	v.List("").Expect(t, http.StatusOK, "")
	page = v.open("/_portal/score")
	expect.Contains(t, page, "80.00 of 100", v.Server.UserPrincipalName(), v.Server.ClientID(),
		"1 of 2 with MFA")
}

// The faults of the portal reach the areas, and the calls show what was asked, except for the
// address of the webhook's receiver.
func TestPortal_FaultsAndCallsOfTheAreas(t *testing.T) {
	t.Parallel()
	v := visit(t)
	page := v.submit("fault", "fault", "throttled", "kind", emulator.KindAuditRecords, "times", "1")
	expect.Contains(t, page, "Activity log</strong>: 429")
	list := func() *http.Request {
		return v.Request(http.MethodGet, "/v1/auditrecords?startDate=2026-01-01", "")
	}
	v.Send(list()).Expect(t, http.StatusTooManyRequests, "")
	budget := v.Request(http.MethodPatch, "/v1/customers/"+customer+"/usagebudget",
		`{"Amount":7,"Attributes":{"ObjectType":"SpendingBudget"}}`)
	budget.Header.Set("Content-Type", "application/json")
	v.Send(budget).Expect(t, http.StatusOK, "")
	v.Send(v.Request(http.MethodPost, "/webhooks/v1/registration",
		`{"WebhookUrl":"https://x.example/?code=s3cret","WebhookEvents":["test-created"]}`))
	page = v.open("/_portal/calls")
	expect.Contains(t, page, "startDate=2026-01-01", html.EscapeString(`"Amount":7`),
		"/webhooks/v1/registration")
	if strings.Contains(page, "s3cret") {
		t.Error("the page shows the key")
	}
}

// Text of the world is hostile, wherever it comes from.
func TestPortal_TextOfTheAreasStaysText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`"><script>alert(1)</script>`, `' onmouseover='alert(1)`,
		`</title></bdi></main><form action=//evil.example>`, `javascript:alert(1)`,
		"{{.Token}}", "a\x00b\u202egnp.exe"} {
		v := visit(t)
		e := emulator.NewEvent(emulatortest.SubscriptionB, text)
		fill(&e, text)
		e.SubscriptionID = emulatortest.SubscriptionB
		v.Server.Inject(e)
		v.Server.SetAzureSubscription(emulator.AzureSubscription{ID: text, Name: text, Offer: text,
			Status: text, CustomerTenantID: text, Next: text, Due: time.Now().Add(time.Hour)})
		v.Server.Record(emulator.AuditRecord{ID: text, OperationType: text, OperationStatus: text,
			CustomerID: text, CustomerName: text, UserPrincipalName: text, ApplicationID: text,
			ResourceType: text, ResourceOldValue: text, ResourceNewValue: text,
			CustomizedData: []emulator.AuditDetail{{Key: text, Value: &text}}})
		v.Server.SetUsage(emulator.CustomerUsage{CustomerTenantID: text, Name: text, Budget: text,
			TotalCost: text, CurrencyCode: text})
		v.Server.RegisterWebhook(text, text)
		for _, path := range []string{"activity", "azure", "budgets", "webhook", "score"} {
			for _, query := range []string{"", "?text=" + url.QueryEscape(text)} {
				page := v.open("/_portal/" + path + query)
				expectNoMarkup(t, path, text, page)
			}
		}
	}
}
