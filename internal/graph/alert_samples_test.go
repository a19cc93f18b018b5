// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// book keeps the events of a listing.
type book struct{ events []fraud.Event }

func (*book) Begin() {}
func (b *book) Event(e fraud.Event) error {
	b.events = append(b.events, e)
	return nil
}
func (*book) End() error { return nil }

// decode lists the alerts of a reply.
func decode(t *testing.T, body string) ([]fraud.Event, error) {
	t.Helper()
	c, _ := service{alertsURL: body}.start(t)
	b := &book{}
	err := c.SecurityAlerts().List(t.Context(), fraud.Query{}, b)
	for i := range b.events {
		b.events[i].AskedAt = time.Time{}
	}
	return b.events, err
}

func TestGraphAlerts_DecodesTheDocumentedSample(t *testing.T) {
	t.Parallel()
	got := expect.Must(decode(t, sample(t, "10-graph-beta-list-securityAlerts.json")))(t)
	no := false
	detected := time.Date(2024, 1, 23, 16, 3, 33, 50_000_000, time.UTC)
	details := map[string]string{"VM_IP": `[  "vm-ip"]`, "MiningPool_IP": `[  "mining-pool-ip"]`,
		"ConnectionCount": "5", "CryptoCurrencyMiningPoolDomainName": "pool-name.com"}
	resources := []fraud.AffectedResource{{Type: "AzureResource",
		AzureResourceID: "/subscriptions/subscription-id/resourceGroups/resourcegroup-name/providers/" +
			"Microsoft.Compute/virtualMachines/vm-name"}}
	investigated := fraud.Activity{StatusFrom: "Active", StatusTo: "Investigating",
		UpdatedBy: "samanthab@contoso.com",
		DateTime:  time.Date(2023, 8, 10, 8, 47, 10, 845414200, time.UTC)}
	mining := fraud.Event{
		Key: fraud.Key{SubscriptionID: "5f6e6521-6e5f-4b0b-80aa-bd44fad7a398",
			EventID: "d8b202fc-a216-3404-69ef-bdffa445eff6"},
		DisplayName: "Action Required: Virtual machine connecting to crypto currency mining pool " +
			"Detected",
		Description: "Analysis of Azure resource network activity detected the resource was " +
			"connecting to a crypto currency mining pool. This would often be an indication that your " +
			"Azure resource is compromised.",
		EventType: "NetworkConnectionsToCryptoMiningPools", Status: fraud.Active,
		Severity: "High", ConfidenceLevel: "Medium",
		CustomerTenantID:           "1889e718-414b-4bad-8bbe-c1135bd39a41",
		ValueAddedResellerTenantID: "c296b2ce-8cd1-4346-9e82-d8eccca70d65",
		CatalogOfferID:             "MS-AZR-0017G",
		EventTime:                  detected, FirstObserved: detected, LastObserved: detected,
		Reason:     fraud.Fraud,
		ResolvedOn: time.Date(2024, 2, 23, 16, 3, 33, 50_000_000, time.UTC),
		ResolvedBy: "danas@contoso.com", IsTest: &no, AffectedResources: resources,
		ActivityLogs: []fraud.Activity{investigated, {StatusFrom: "Investigating",
			StatusTo: "Resolved", UpdatedBy: "samanthab@contoso.com",
			DateTime: time.Date(2023, 8, 10, 8, 47, 25, 208924600, time.UTC)}},
		AdditionalDetails: details,
	}
	anomaly := mining
	anomaly.EventID = "5f6e6521-6e5f-4b0b-80aa-bd44fad7a398-758e2259-f00b-4dec-8087-0950afe6d6a4"
	anomaly.DisplayName = "Action Required: Subscription Usage Anomaly Detected"
	anomaly.Description = "Analysis of Azure resource detected anomalies in: Anomalous increase in " +
		"Machine Learning General purpose CPU deployment regions compared to trend in the last 30 days " +
		"Subscription is part of a cluster of subscriptions that are controlled from the same login " +
		"session IP Address."
	anomaly.EventType, anomaly.Status = "UsageAnomalyDetection", fraud.Investigating
	anomaly.CatalogOfferID, anomaly.Reason, anomaly.ResolvedOn = "", "", time.Time{}
	anomaly.ActivityLogs = []fraud.Activity{investigated}
	if diff := cmp.Diff([]fraud.Event{mining, anomaly}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGraphAlerts_FormsOfValues(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		alert string
		is    func(e fraud.Event) bool
	}{
		"a new type":     {`"alertType":"quotaAnomaly"`, typeIs("quotaAnomaly")},
		"an odd case":    {`"alertType":"aRM_SUSPICIOUSOperations"`, typeIs("ARM_SuspiciousOperations")},
		"no type":        {`"alertType":null`, typeIs("")},
		"not a letter":   {`"alertType":"\uFFFDx"`, typeIs("\uFFFDx")},
		"a future value": {`"status":"unknownFutureValue"`, statusIs("unknownFutureValue")},
		"no status":      {`"status":null`, statusIs("")},
		"text as a flag": {`"isTest":"True"`, func(e fraud.Event) bool { return *e.IsTest }},
		"no flag":        {`"isTest":null`, func(e fraud.Event) bool { return e.IsTest == nil }},
		"no reason":      {`"resolvedReason":"none"`, func(e fraud.Event) bool { return e.Reason == "" }},
		"informational": {`"severity":"informational"`,
			func(e fraud.Event) bool { return e.Severity == "informational" }},
		"keys in any case": {`"ALERTTYPE":"cryptoMining"`, typeIs("CryptoMining")},
		"annotations": {`"additionalDetails":{"@odata.type":"#x","vm@odata.y":1,"a":{"b":2}}`,
			func(e fraud.Event) bool {
				return len(e.AdditionalDetails) == 1 && e.AdditionalDetails["a"] == `{"b":2}`
			}},
		"details in text": {`"additionalDetails":"{\"a\":\"b\"}"`,
			func(e fraud.Event) bool { return e.AdditionalDetails["a"] == "b" }},
		"no details": {`"additionalDetails":null,"affectedResources":null,"activityLogs":null`,
			func(e fraud.Event) bool {
				return e.AdditionalDetails == nil && e.AffectedResources == nil && e.ActivityLogs == nil
			}},
		"odd lists": {`"affectedResources":[null,7],"activityLogs":{"statusTo":"active"}`,
			func(e fraud.Event) bool {
				return e.AffectedResources == nil && e.ActivityLogs[0].StatusTo == "Active"
			}},
		"a placeholder": {`"resolvedOnDateTime":"9999-12-31T23:59:59Z"`,
			func(e fraud.Event) bool { return e.ResolvedOn.IsZero() }},
	} {
		got, err := decode(t, `{"value":[{"id":"e1",`+test.alert+`,"brandNew":[1]}]}`)
		if err != nil || len(got) != 1 || !test.is(got[0]) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func typeIs(want string) func(fraud.Event) bool {
	return func(e fraud.Event) bool { return e.EventType == want }
}

func statusIs(want fraud.Status) func(fraud.Event) bool {
	return func(e fraud.Event) bool { return e.Status == want }
}

// A part must not pass for the whole.
func TestGraphAlerts_ListingsThatAreNotComplete(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"value":null}`, `[]`, `{"value":[{"displayName":"x"}]}`,
		`{"value":[{"id":" "}]}`, `{"value":[null]}`, `{"value":["e1"]}`, `<html>`, `{"value":[`,
		`206 {"value":[]}`, `207 {"value":[]}`,
		`{"value":[],"@odata.nextLink":"https://elsewhere.example.com/beta/security"}`,
		`{"value":[],"@odata.nextLink":"HOST` + alertsURL + `"}`} {
		got, err := decode(t, body)
		var call fraud.CallError
		if err == nil || len(got) > 0 || !as(err, &call) || call.Means(fraud.NotFound) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
}

// The body of a PATCH is the documented one, and no more.
func TestGraphAlerts_SendsTheDocumentedRequest(t *testing.T) {
	t.Parallel()
	_, documented, _ := strings.Cut(sample(t, "12-graph-beta-update-securityAlert-request.http"),
		"\n\n")
	for decision, body := range map[fraud.Decision]string{
		decide(t, "Resolved", "Fraud"):      documented,
		decide(t, "Investigating", ""):      `{"status":"investigating"}`,
		decide(t, "Active", ""):             `{"status":"active"}`,
		decide(t, "Resolved", "Ignore"):     `{"status":"resolved","resolvedReason":"ignore"}`,
		decide(t, "Resolved", "Legitimate"): `{"status":"resolved","resolvedReason":"legitimate"}`,
	} {
		var sent map[string]string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPatch || r.URL.EscapedPath() != alertsURL+"/a%2Fb%20c" ||
				r.Header.Get("Content-Type") != "application/json" {
				t.Errorf("%s %s", r.Method, r.URL.EscapedPath())
			}
			_ = json.NewDecoder(r.Body).Decode(&sent)
			w.WriteHeader(http.StatusNoContent)
		}))
		t.Cleanup(server.Close)
		receipt, err := alertClient(t, server.URL).SecurityAlerts().Update(t.Context(),
			updateOf(t, decision, "a/b c"))
		if err != nil || len(receipt.Events)+len(receipt.Failures) > 0 {
			t.Errorf("%+v, %v", receipt, err)
		}
		want := map[string]string{}
		expect.NoError(t, json.Unmarshal([]byte(body), &want))
		expect.Equal(t, "body", want, sent)
	}
}

func decide(t *testing.T, status, reason string) fraud.Decision {
	t.Helper()
	return expect.Must(fraud.NewDecision(status, reason))(t)
}

func updateOf(t *testing.T, decision fraud.Decision, first string, more ...string) fraud.Update {
	t.Helper()
	return fraud.Update{SubscriptionID: "s", Decision: decision,
		EventIDs: expect.Must(fraud.NewEventIDs(first, more...))(t)}
}
