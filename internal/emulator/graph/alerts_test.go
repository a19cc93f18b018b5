// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

// An alert has the properties of the documented sample, in its form.
func TestAlerts_HaveTheDocumentedForm(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	e := emulator.NewEvent("5f6e6521-6e5f-4b0b-80aa-bd44fad7a398", "resolved")
	e.EventTime, e.FirstObserved, e.GraphID = "2026-04-29T16:03:33.05", "2026-04-29T16:00:00.1234567",
		"d8b202fc-a216-3404-69ef-bdffa445eff6"
	v.Server.Inject(e)
	expect.NoError(t, v.Server.ChangeStatus("resolved", "Resolved", "Fraud", "danas@contoso.com"))
	got := v.send(http.MethodGet, alerts+"/d8b202fc-a216-3404-69ef-bdffa445eff6", "").
		Expect(t, http.StatusOK, "").Decode(t)
	vm := "/subscriptions/5f6e6521-6e5f-4b0b-80aa-bd44fad7a398" +
		"/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/vm-web-01"
	expect.Equal(t, "alert", map[string]any{
		"id":                         "d8b202fc-a216-3404-69ef-bdffa445eff6",
		"displayName":                e.DisplayName,
		"description":                e.Description,
		"alertType":                  "networkConnectionsToCryptoMiningPools",
		"status":                     "resolved",
		"severity":                   "medium",
		"confidenceLevel":            "high",
		"customerTenantId":           e.CustomerTenantID,
		"subscriptionId":             e.SubscriptionID,
		"valueAddedResellerTenantId": e.ValueAddedResellerTenantID,
		"catalogOfferId":             "MS-AZR-0017G",
		"detectedDateTime":           "2026-04-29T16:03:33.05Z",
		"firstObservedDateTime":      "2026-04-29T16:00:00.1234567Z",
		"lastObservedDateTime":       nil,
		"resolvedReason":             "fraud",
		"resolvedOnDateTime":         "2026-04-30T12:00:00.00Z",
		"resolvedBy":                 "danas@contoso.com",
		"isTest":                     false,
		"affectedResources": []any{map[string]any{"resourceId": vm,
			"resourceType": "Microsoft.Compute/virtualMachines"}},
		"activityLogs": []any{map[string]any{"statusFrom": "active", "statusTo": "resolved",
			"updatedBy": "danas@contoso.com", "updatedDateTime": "2026-04-30T12:00:00.0000000Z"}},
		"additionalDetails": map[string]any{
			"VM_IP": `[  "203.0.113.7"]`, "MiningPool_IP": `[  "198.51.100.18"]`,
			"ConnectionCount": "31", "CryptoCurrencyMiningPoolDomainName": "pool.example.net",
		},
	}, got)
	v.ExpectViolations()
}

func TestAlerts_NullsAndSwitchesOfForm(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	e := emulator.NewEvent(emulatortest.SubscriptionB, "plain")
	e.EventType, e.CatalogOfferID, e.IsTest = "ARM_SuspiciousOperations", "", true
	e.Severity, e.AdditionalDetails = "éé", map[string]string{"": "empty", "é": "accent", "a": "b"}
	v.Server.Inject(e)
	path := alerts + "/" + v.alertID("plain")
	get := func() map[string]any {
		return v.send(http.MethodGet, path, "").Expect(t, http.StatusOK, "").Decode(t)
	}
	one := get()
	for _, name := range []string{"resolvedReason", "resolvedOnDateTime", "resolvedBy",
		"catalogOfferId", "firstObservedDateTime"} {
		if value, has := one[name]; !has || value != nil {
			t.Errorf("%s is %v, want null", name, value)
		}
	}
	expect.Equal[any](t, "logs", []any{}, one["activityLogs"])
	expect.Equal(t, "forms", "ARM_SuspiciousOperations true éé map[:empty A:b é:accent]",
		fmt.Sprintf("%v %#v %v %v", one["alertType"], one["isTest"], one["severity"],
			one["additionalDetails"]))
	v.behave(behaviour{GraphIsTestText: true, GraphTypesUnchanged: true})
	expect.Equal[any](t, "isTest", "true", get()["isTest"])
	path = alerts + "/" + v.alertID(emulatortest.EventA2)
	expect.Equal[any](t, "alertType", "UsageAnomalyDetection", get()["alertType"])
}

// An id stays the same, is in one of two forms, and does not contain Partner Center's.
func TestAlerts_IDsDoNotMap(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{GraphAlertsPageSize: 100})
	guid := `[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`
	var bare, long int
	for i := range 40 {
		v.Server.Inject(emulator.NewEvent(emulatortest.SubscriptionA, fmt.Sprint("event-", i)))
	}
	found, _ := listed(t, v.list())
	for _, one := range found {
		id := fmt.Sprint(one["id"])
		switch {
		case regexp.MustCompile("^" + guid + "$").MatchString(id):
			bare++
		case regexp.MustCompile("^" + fmt.Sprint(one["subscriptionId"]) + "-" + guid + "$").
			MatchString(id):
			long++
		default:
			t.Errorf("the id %s has another form", id)
		}
	}
	if len(found) != 43 || bare < 5 || long < 5 {
		t.Errorf("%d alerts, %d with a GUID, %d with a longer id", len(found), bare, long)
	}
	before := v.alertID(emulatortest.EventA1)
	expect.NoError(t, v.Server.ChangeStatus(emulatortest.EventA1, "Resolved", "Fraud", "kim"))
	expect.Equal(t, "later", before, v.alertID(emulatortest.EventA1))
	for _, id := range []string{emulatortest.EventA1, emulatortest.EventA2, strings.ToUpper(before)} {
		expectCode(t, v.send(http.MethodGet, alerts+"/"+id, ""), http.StatusNotFound, "NotFound")
	}
}

func TestAlerts_QueryOptions(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	page := v.list("$count", "true", "$top", "1", "$select", "status, id").
		Expect(t, http.StatusOK, "").Decode(t)
	expect.Equal[any](t, "count", 3.0, page["@odata.count"])
	found, next := listed(t, v.list("$top", "2", "$select", "id"))
	expect.Equal(t, "selected", []string{"id"}, slices.Sorted(maps.Keys(found[0])))
	expect.Equal(t, "top", 2, len(found))
	rest, end := listed(t, v.send(http.MethodGet, next, ""))
	expect.Equal(t, "the last page", "1 map[id] ", fmt.Sprint(len(rest), " ",
		strings.Replace(fmt.Sprint(rest[0]), ":"+fmt.Sprint(rest[0]["id"]), "", 1), " ", end))
	expect.Equal(t, "skipped", []string{emulatortest.EventB1}, v.events(v.list("$skip", "2")))
	for _, options := range [][]string{{"$top", "0"}, {"$top", "x"}, {"$skip", "-1"},
		{"$skiptoken", "x"}, {"$skip", "1", "$skiptoken", "x"}, {"$count", "yes"},
		{"$select", "subscriptionName"}, {"$orderby", "status"}, {"$expand", "x"}, {"$search", "x"}} {
		expectCode(t, v.list(options...), http.StatusBadRequest, "BadRequest")
	}
	twice := v.send(http.MethodGet, alerts+"?$top=1&$top=1", "")
	expectCode(t, twice, http.StatusBadRequest, "BadRequest")
	v.ExpectViolations()
	v.list("PageSize", "1").Expect(t, http.StatusOK, "")
	v.ExpectViolations(`unknown parameter "PageSize"`)
}

func TestAlerts_PagesAndTheirLinks(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{GraphAlertsPageSize: 1})
	all := []string{emulatortest.EventA1, emulatortest.EventA2, emulatortest.EventB1}
	read := func() (ids []string, links []string) {
		got := v.list("$filter", "status eq 'active'", "$top", "50")
		for range 5 {
			ids = append(ids, v.events(got)...)
			_, next := listed(t, got)
			if links = append(links, next); !strings.HasPrefix(next, v.Server.GraphURL()) {
				return ids, links
			}
			got = v.send(http.MethodGet, next, "")
		}
		return ids, links
	}
	ids, links := read()
	expect.Equal(t, "read", all, ids)
	expect.Contains(t, links[0], "skiptoken=", "filter=", "top=50")
	v.behave(behaviour{GraphAlertsPageSize: 1, GraphNextLink: emulator.GraphNextSkip})
	ids, links = read()
	expect.Equal(t, "by $skip", all, ids)
	expect.Contains(t, links[0], "skip=1")
	v.behave(behaviour{GraphAlertsPageSize: 2, GraphNextLink: emulator.GraphNextEmptyPage})
	ids, _ = read()
	expect.Equal(t, "after an empty page", all, ids)
	v.behave(behaviour{GraphAlertsPageSize: 1, GraphNextLink: emulator.GraphNextLoop})
	ids, _ = read()
	expect.Equal(t, "in a loop", strings.Repeat(emulatortest.EventA1, 5), strings.Join(ids, ""))
	v.behave(behaviour{GraphAlertsPageSize: 1, GraphNextLink: emulator.GraphNextOtherHost})
	ids, links = read()
	expect.Equal(t, "before the other host", 1, len(ids))
	expect.Contains(t, links[0], "https://graph.example/beta/security/partner/securityAlerts?")
}

// Graph, Partner Center, and the portal show one state.
func TestAlerts_AreTheEventsOfPartnerCenter(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	api := *v.Client
	api.Token = v.Server.AccessToken()
	v.change(emulatortest.EventA1, `{"status":"resolved","resolvedReason":"ignore"}`).
		Expect(t, http.StatusOK, "")
	expect.Equal(t, "listed by Partner Center", []string{emulatortest.EventA1},
		api.List("?EventStatus=Resolved").IDs(t))
	api.Resolve(emulatortest.SubscriptionB, "Legitimate", emulatortest.EventB1).
		Expect(t, http.StatusOK, "")
	expect.Equal(t, "listed by Graph", []string{emulatortest.EventB1},
		v.events(v.list("$filter", "resolvedReason eq 'legitimate'")))
	v.Server.RemoveSubscription(emulatortest.SubscriptionA)
	expect.Equal(t, "without the subscription", []string{emulatortest.EventB1}, v.events(v.list()))
	gone := alerts + "/" + v.alertID(emulatortest.EventB1)
	expect.NoError(t, v.Server.Remove(emulatortest.EventB1))
	expectCode(t, v.send(http.MethodGet, gone, ""), http.StatusNotFound, "NotFound")
	expect.Equal(t, "aged out", []string{}, v.events(v.list()))
}

// Ids are kept with the events, and so are those that a test has chosen.
func TestAlerts_KeepTheirIDs(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	start := func() *emulator.Server {
		return expect.Must(emulator.Start(emulator.Options{DataDir: folder}))(t)
	}
	s := start()
	chosen := emulator.NewEvent(emulatortest.SubscriptionA, "chosen")
	chosen.GraphID = "an-id"
	s.Inject(chosen, emulator.NewEvent(emulatortest.SubscriptionA, "other"))
	ids := func() (ids []string) {
		for _, e := range s.Events() {
			ids = append(ids, e.AlertID())
		}
		return ids
	}
	before := ids()
	expect.NoError(t, s.Close())
	s = start()
	expect.Equal(t, "later", before, ids())
	v := visitor{emulatortest.NewClient(t, s)}
	v.Token = s.AccessToken(emulator.WithAudience(graphResource))
	got := v.send(http.MethodGet, alerts+"/an-id", "").Expect(t, http.StatusOK, "")
	if !json.Valid([]byte(got.Body)) {
		t.Error(got.Body)
	}
	expect.NoError(t, s.Close())
}
