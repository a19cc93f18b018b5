// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

const tokenHeader = "MS-ContinuationToken"

// start starts an emulator at noon of 2026-04-30, when the alerts of the tests are too old for the
// log, except one of 2026-03-03.
func start(t *testing.T) *emulatortest.Client {
	t.Helper()
	clock := emulatortest.NewClock(time.Date(2026, 4, 30, 12, 0, 0, 0, time.UTC))
	return emulatortest.Start(t, func(o *emulator.Options) { o.Now = clock.Get })
}

func list(c *emulatortest.Client, query, token string) emulatortest.Reply {
	c.T.Helper()
	r := c.Request("GET", "/v1/auditrecords?"+query, "")
	if token != "" {
		r.Header.Set(tokenHeader, token)
	}
	return c.Send(r)
}

// types returns the operation types of a page.
func types(t *testing.T, got emulatortest.Reply) string {
	t.Helper()
	var names []string
	items, _ := got.Expect(t, 200, "").Decode(t)["items"].([]any)
	for _, item := range items {
		record, _ := item.(map[string]any)
		name, _ := record["operationType"].(string)
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// fill records operations a, b, and c, one each day since 2026-04-28.
func fill(c *emulatortest.Client) {
	for i, name := range []string{"a", "b", "c"} {
		c.Server.Record(emulator.AuditRecord{OperationType: name, CustomerName: "Customer " + name,
			CustomerID: emulatortest.SubscriptionA[:35] + name, ResourceType: "customer_user",
			OperationDate: time.Date(2026, 4, 28+i, 9, 0, 0, 0, time.UTC)})
	}
}

func filter(field, value, operator string) string {
	return "filter=" + url.QueryEscape(`{"Field":"`+field+`","Value":"`+value+`","Operator":"`+
		operator+`"}`)
}

func TestList_DatesAndFilters(t *testing.T) {
	t.Parallel()
	c := start(t)
	fill(c)
	for query, want := range map[string]string{
		"":                     "c b a",
		"startDate=2026-04-29": "c b",
		"startDate=2026-04-28&endDate=2026-04-28":        "a",
		"startDate=2026-02-15":                           "azure_fraud_event_detected",
		filter("CompanyName", "MER B", "substring"):      "b",
		filter("ResourceType", "CustomerUser", "equals"): "c b a",
		filter("ResourceType", "Subscription", "equals"): "",
		"size=2": "c b",
		filter("CustomerId", emulatortest.EventA1, "equals"):                   "",
		filter("CustomerId", "2A7064FB-1E33-4007-974E-352CB3F2C80B", "equals"): "b",
	} {
		if got := types(t, list(c, query, "")); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
	for _, query := range []string{
		"startDate=2026-01-30", "startDate=2026-04-01&endDate=2026-05-01", "endDate=2026-04-30",
		"startDate=2026-03-30&endDate=2026-04-30", "startDate=2026-04-02&endDate=2026-04-01",
		"startDate=4/1/2026", "startDate=2026-04-30T00:00:00Z", "size=0", "seekOperation=Next",
		"other=1", filter("OperationType", "a", "equals"), filter("CustomerId", "x", "substring"),
		filter("ResourceType", "customer_user", "equals"), "filter=CustomerId",
	} {
		if query == "endDate=2026-04-30" {
			list(c, query, "").Expect(t, 200, "") // the start has a default
			continue
		}
		got := list(c, query, "").Expect(t, 400, "")
		if strings.TrimSpace(got.Body) != `{"message":"The request is invalid."}` {
			t.Errorf("%s: got %s", query, got.Body)
		}
	}
}

func TestList_PagesShiftWhenTheHeadGrows(t *testing.T) {
	t.Parallel()
	c := start(t)
	fill(c)
	c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.AuditPageSize, b.AuditHeadGrows = 2, 1 })
	first := list(c, "", "")
	second := list(c, "seekOperation=Next", first.Header.Get(tokenHeader))
	if diff := cmp.Diff([]string{"c b", "b a"},
		[]string{types(t, first), types(t, second)}); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	expect.Equal(t, "token of the last page", "", second.Header.Get(tokenHeader))
	list(c, "", first.Header.Get(tokenHeader)).Expect(t, 400, "")
	list(c, "seekOperation=Next", "made up").Expect(t, 400, "")
}

func TestList_PlacesOfTheToken(t *testing.T) {
	t.Parallel()
	c := start(t)
	fill(c)
	for place, want := range map[string]string{"link": `"key":"MS-ContinuationToken"`,
		"body": `"continuationToken":"`, "uri": `seek=`} {
		c.Server.SetBehaviour(func(b *emulator.Behaviour) {
			b.AuditPageSize, b.AuditToken = 2, emulator.AuditBehaviour{}.AuditToken
			switch place {
			case "link":
				b.AuditToken = emulator.AuditTokenInLink
			case "body":
				b.AuditToken = emulator.AuditTokenInBody
			case "uri":
				b.AuditToken = emulator.AuditTokenInURI
			}
		})
		got := list(c, "", "").Expect(t, 200, "")
		if !strings.Contains(got.Body, want) || got.Header.Get(tokenHeader) != "" {
			t.Errorf("%s: got %s", place, got.Body)
		}
	}
}

func TestList_Forms(t *testing.T) {
	t.Parallel()
	c := start(t)
	fill(c)
	if err := c.Server.ChangeStatus(emulatortest.EventA1, "Investigating", "", "kim"); err != nil {
		t.Fatal(err)
	}
	set := func(change func(*emulator.Behaviour)) { c.Server.SetBehaviour(change) }
	total := func() any { return list(c, "size=2", "").Decode(t)["totalCount"] }
	expect.Equal[any](t, "total", 3.0, total())
	set(func(b *emulator.Behaviour) { b.AuditTotalOfPage = true })
	expect.Equal[any](t, "total of the page", 2.0, total())
	set(func(b *emulator.Behaviour) { b.AuditUndocumented = true })
	expect.Equal(t, "all", "update_azure_fraud_event_status c b a", types(t, list(c, "", "")))
	set(func(b *emulator.Behaviour) { b.AuditTypesSpaced = true })
	expect.Equal(t, "spaced", "c b a",
		types(t, list(c, filter("ResourceType", "customer_user", "equals"), "")))
	set(func(b *emulator.Behaviour) { b.AuditBare, b.AuditNoIDs = true, true })
	got := list(c, "", "").Expect(t, 200, "")
	if got.Body[0] != '[' || strings.Contains(got.Body, `"id"`) {
		t.Errorf("got %s", got.Body)
	}
}

// A record says who did it, with which app, and in which call.
func TestList_WhoDidIt(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.AuditUndocumented = true })
	const customer = "a248da34-6840-4c67-82d7-7f55ccd50d03" // of NewEvent
	c.Resolve(emulatortest.SubscriptionA, "Fraud", emulatortest.EventA1)
	byApp := c.Request("PATCH", "/v1/customers/"+customer+"/usagebudget",
		`{"Amount":7,"Attributes":{"ObjectType":"SpendingBudget"}}`)
	byApp.Header.Set("Authorization", "Bearer "+c.Server.AccessToken(emulator.AppOnly()))
	byApp.Header.Set("Content-Type", "application/json")
	c.Send(byApp).Expect(t, 200, "")
	c.Server.SetBudget(customer, "8")
	var by []string
	inCall := 0
	for _, r := range c.Server.Activity() {
		if r.OriginalCorrelationID == byApp.Header.Get("MS-CorrelationId") {
			inCall++
		}
		if r.OperationType != "azure_fraud_event_detected" {
			by = append(by, r.OperationType+" "+r.UserPrincipalName+" "+r.ApplicationID)
		}
	}
	slices.Sort(by)
	if diff := cmp.Diff([]string{
		"update_azure_fraud_event_status " + c.Server.UserPrincipalName() + " " + c.Server.ClientID(),
		"update_customer_spending_budget  " + c.Server.ClientID(),
		"update_customer_spending_budget colleague@testtestpartner.onmicrosoft.com ",
	}, by); diff != "" {
		t.Errorf("who did it (-want +got):\n%s", diff)
	}
	expect.Equal(t, "records of the call", 1, inCall)
}

func TestRead_ARecordOrNull(t *testing.T) {
	t.Parallel()
	c := start(t)
	fill(c)
	id := c.Server.Activity()[0].ID
	read := func(id string) string {
		return c.Send(c.Request("GET", "/auditactivity/v1/auditrecords/"+id, "")).Expect(t, 200, "").Body
	}
	if got := read(id); !strings.Contains(got, id) {
		t.Errorf("got %s", got)
	}
	expect.Equal(t, "missing record", "null\n", read("missing"))
	c.Token = c.Server.AccessToken(emulator.AppOnly())
	list(c, "", "").Expect(t, 200, "")
}
