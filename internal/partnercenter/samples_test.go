// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// The samples come from Microsoft's documentation: as printed, mostly invalid JSON, and corrected.

func sample(t testing.TB, name string) string {
	t.Helper()
	return string(expect.Must(os.ReadFile(filepath.Join("testdata", name)))(t))
}

// crlf gives a printed HTTP message the line ends of the wire, and the empty line after its
// headers. It removes the trailing blanks of the documentation.
func crlf(message string) string {
	head, body := message, ""
	if i := strings.IndexAny(message, "[{"); i >= 0 {
		head, body = message[:i], message[i:]
	}
	var lines []string
	for line := range strings.Lines(head) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "Transfer-Encoding") &&
			!strings.HasPrefix(line, "Content-Length") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\r\n") + "\r\nConnection: close\r\n\r\n" + body
}

// at returns a time as the documentation prints it.
func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// classicSample is the event of sample 01.
func classicSample() fraud.Event {
	return fraud.Event{
		EventTime: at("2021-12-08T00:25:45.69Z"),
		Key: fraud.Key{SubscriptionID: subscriptionID,
			EventID: subscriptionID + "_2edeb5b1-766f-4209-9271-3ddf27755afa"},
		PartnerTenantID:      "348e932d-ef58-4347-8351-be51e4ec148c",
		PartnerFriendlyName:  "test partner",
		CustomerTenantID:     "a248da34-6840-4c67-82d7-7f55ccd50d03",
		CustomerFriendlyName: "test customer",
		SubscriptionType:     "modern",
		EntityID:             "2edeb5b1-766f-4209-9271-3ddf27755afa",
		EntityName:           "sampleentity",
		EntityURL:            `\sample\entity\url`,
		HitCount:             new(int64(10)),
		CatalogOfferID:       "ms-azr-17g",
		Status:               fraud.Active,
		ServiceName:          "sampleservice",
		ResourceName:         "sampleresource",
		ResourceGroupName:    "sampleresourcegroup",
		FirstOccurrence:      at("2021-12-08T00:25:45.69Z"),
		LastOccurrence:       at("2021-12-08T00:25:45.69Z"),
	}
}

// newModelSample is the event of sample 02.
func newModelSample() fraud.Event {
	e := classicSample()
	e.EventType = "NetworkConnectionsToCryptoMiningPools"
	e.Severity = "Medium"
	e.ConfidenceLevel = "High"
	e.DisplayName = "sample display name"
	e.Description = "sample description."
	e.Country = "US"
	e.ValueAddedResellerTenantID = "897e68c5-fdf8-330e-bb54-3b386e0906b0"
	e.ValueAddedResellerFriendlyName = "Sample Reseller Name"
	e.SubscriptionName = "sample Subscription Name"
	e.AffectedResources = []fraud.AffectedResource{{AzureResourceID: `\sample\resource\url `,
		Type: "sample resource type"}}
	e.AdditionalDetails = map[string]string{
		"resourceid":                         `\sample\resource\id `,
		"resourcetype":                       "sample resource type",
		"vM_IP":                              "[\r\n \"13.89.185.189\"\r\n]",
		"miningPool_IP":                      "[\r\n \"104.243.33.118\"\r\n]",
		"connectionCount":                    "31",
		"cryptoCurrencyMiningPoolDomainName": "sample pool domain name",
	}
	e.IsTest = new(false)
	e.ActivityLogs = []fraud.Activity{
		{StatusFrom: "Active", StatusTo: "Investigating", UpdatedBy: "admin@testtestcsp022.ccsctp.net",
			DateTime: at("2023-07-10T12:34:27.8016635+05:30")},
		{StatusFrom: "Investigating", StatusTo: "Resolved", UpdatedBy: "admin@testtestcsp022.ccsctp.net",
			DateTime: at("2023-07-10T12:38:26.693182+05:30")},
	}
	return e
}

// resolved turns an event of a listing into that of a reply to an update.
func resolved(e fraud.Event) fraud.Event {
	e.Status, e.Reason = fraud.Resolved, fraud.Fraud
	e.ResolvedOn, e.ResolvedBy = at("2021-12-08T11:25:45.69Z"), "adminagent@test.com"
	return e
}

func TestSamples_DecodeFieldByField(t *testing.T) {
	t.Parallel()
	resolvedNewModel := resolved(newModelSample())
	resolvedNewModel.ValueAddedResellerTenantID = "897e68c5-fdf8-430e-bb54-3b386e0906b0"
	later := resolved(classicSample())
	later.PartnerTenantID = "aaaabbbb-0000-cccc-1111-dddd2222eeee"
	later.CustomerTenantID = "aaaabbbb-0000-cccc-1111-dddd2222eeee"
	later.SubscriptionID = "aaaa0a0a-bb1b-cc2c-dd3d-eeeeee4e4e4e"
	later.EntityID = "00aa00aa-bb11-cc22-dd33-44ee44ee44ee"
	for file, want := range map[string]fraud.Event{
		"01-get-fraud-events-classic.json":                              classicSample(),
		"02-get-fraud-events-newmodel.activityLogs-as-array.json":       newModelSample(),
		"02-get-fraud-events-newmodel.activityLogs-as-json-string.json": newModelSample(),
		"03-update-status-classic.json":                                 resolved(classicSample()),
		"04-update-status-newmodel.activityLogs-as-array.json":          resolvedNewModel,
		"04-update-status-newmodel.activityLogs-as-json-string.json":    resolvedNewModel,
		"07-update-status-classic-2024.json":                            later,
	} {
		expect.Equal(t, file, []fraud.Event{want},
			listed(t, newClient(t, serve(t, reply(200, sample(t, file)))), fraud.Query{}))
	}
}

func TestSamples_AsPrintedAreRefusedClearly(t *testing.T) {
	t.Parallel()
	for _, step := range []http.HandlerFunc{
		rawReply(crlf(sample(t, "01-get-fraud-events-classic.http"))),
		reply(200, sample(t, "02-get-fraud-events-newmodel.raw.json")),
		reply(200, sample(t, "04-update-status-newmodel.raw.json")),
		rawReply("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{" +
			strings.SplitN(sample(t, "05-update-status-request-classic.http"), "{", 3)[2]),
	} {
		_, err := list(t, newClient(t, serve(t, step)), fraud.Query{})
		expectProblem(t, jsonlist.ProblemNotJSON, err)
	}
}

// Sample 48 shows a wrapped collection of Partner Center; its elements are not fraud events.
func TestSamples_AWrappedCollectionIsRead(t *testing.T) {
	t.Parallel()
	printed := crlf(sample(t, "48-wrapped-collection-nonMfaCompliantPartnerPrincipals.http"))
	_, err := list(t, newClient(t, serve(t, rawReply(printed))), fraud.Query{})
	expectProblem(t, partnercenter.ProblemNoEventID, err)
	ofEvents := strings.Replace(printed, `"objectId"`, `"eventId"`, 1)
	expect.Equal(t, "events", []string{"adc77aa5-7968-4c57-9f48-361018265c1a"},
		idsOf(listed(t, newClient(t, serve(t, rawReply(ofEvents))), fraud.Query{})))
}

func TestSamples_Throttling(t *testing.T) {
	t.Parallel()
	s := serve(t, rawReply(crlf(sample(t, "40-throttling-429.http"))))
	failed := failedList(t, newClient(t, s, noRetry), fraud.Query{})
	if failed.StatusCode != 429 || failed.NotOurs ||
		failed.Description != "Rate limit is exceeded. Try again in 57 seconds." {
		t.Errorf("got %v", failed)
	}
	expect.Contains(t, failed.Advice.String(), "rate")
}
