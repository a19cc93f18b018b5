// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

const (
	customer = "a248da34-6840-4c67-82d7-7f55ccd50d03" // of NewEvent
	sub      = emulatortest.SubscriptionA
	reason   = `{"cancellationReason":"compromise"}`
)

// at is the path of the subscription of the tests, or one below it.
func at(c *emulatortest.Client, below string) string {
	azure, _ := c.Server.AzureSubscription(sub)
	return "/v1/customers/" + customer + "/subscriptions/" + azure.PlanID + "/azureEntitlements/" +
		sub + below
}

func post(c *emulatortest.Client, path, body string) emulatortest.Reply {
	return c.Send(c.Request(http.MethodPost, path, body))
}

func get(c *emulatortest.Client, path string) emulatortest.Reply {
	return c.Send(c.Request(http.MethodGet, path, ""))
}

func status(t *testing.T, c *emulatortest.Client) string {
	t.Helper()
	return fmt.Sprint(get(c, at(c, "")).Expect(t, http.StatusOK, "").Decode(t)["status"])
}

func behave(c *emulatortest.Client, b emulator.EntitlementBehaviour) {
	c.Server.SetBehaviour(func(all *emulator.Behaviour) { all.EntitlementBehaviour = b })
}

// A cancellation is accepted at once, and takes effect after ten minutes, even across a restart.
func TestCancel_TakesTenMinutes(t *testing.T) {
	t.Parallel()
	clock := emulatortest.NewClock(time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC))
	folder := t.TempDir()
	start := func() *emulatortest.Client {
		return emulatortest.Start(t, func(o *emulator.Options) { o.Now, o.DataDir = clock.Get, folder })
	}
	c := start()
	reply := post(c, at(c, "/cancel"), reason).Expect(t, http.StatusOK, "").Decode(t)
	expect.Equal(t, "status in the reply", any("active"), reply["status"])
	clock.Add(10*time.Minute - time.Second)
	expect.Equal(t, "soon", "active", status(t, c))
	post(c, at(c, "/cancel"), reason).Expect(t, http.StatusBadRequest, "400")
	expect.NoError(t, c.Server.Close())
	c = start()
	clock.Add(time.Second)
	expect.Equal(t, "later", "inactive", status(t, c))
	event, _ := c.Server.Event(emulatortest.EventA1)
	expect.Equal(t, "its events", "Active", event.EventStatus)

	expect.Equal(t, "body of reactivate", "",
		post(c, at(c, "/reactivate"), "").Expect(t, http.StatusAccepted, "").Body)
	clock.Add(10 * time.Minute)
	expect.Equal(t, "reactivated", "active", status(t, c))
	post(c, at(c, "/reactivate"), "").Expect(t, http.StatusBadRequest, "900337")
}

func TestCancel_Refusals(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	other := strings.Replace(at(c, ""), sub, emulatortest.EventA2, 1)
	for name, test := range map[string]struct {
		path, body string
		status     int
		code       string
	}{
		"no body":      {at(c, "/cancel"), "", 400, "800002"},
		"an entity":    {at(c, "/cancel"), `{"id":"x","status":"inactive"}`, 400, "800002"},
		"a number":     {at(c, "/cancel"), `{"cancellationReason":1}`, 400, "800002"},
		"a reason":     {at(c, "/cancel"), `{"cancellationReason":"Compromise"}`, 400, "900307"},
		"no GUID":      {strings.Replace(at(c, "/cancel"), sub, "x", 1), reason, 400, "800002"},
		"no customer":  {strings.Replace(at(c, "/cancel"), customer, sub, 1), reason, 400, "900118"},
		"unknown":      {other + "/cancel", reason, 404, "800111"},
		"another verb": {at(c, "/suspend"), reason, 404, "1000"},
	} {
		t.Log(name)
		post(c, test.path, test.body).Expect(t, test.status, test.code)
	}
	expect.Equal(t, "status", "active", status(t, c))
}

// Each of the two roles alone is too little to change a subscription. An Admin agent may read it.
func TestCancel_NeedsBothRoles(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for _, role := range []string{"AdminAgent", "GlobalAdministrator", ""} {
		c.Token = c.Server.AccessToken(emulator.WithRole(role))
		post(c, at(c, "/cancel"), reason).Expect(t, http.StatusForbidden, "900150")
		post(c, at(c, "/reactivate"), "").Expect(t, http.StatusForbidden, "900150")
	}
	c.Token = c.Server.AccessToken(emulator.WithRole("AdminAgent"))
	expect.Equal(t, "status", "active", status(t, c))
	c.Token = c.Server.AccessToken(emulator.AppOnly())
	post(c, at(c, "/cancel"), reason).Expect(t, http.StatusForbidden, "900329")
	expect.Equal(t, "status", "active", status(t, c))
}

func TestCancel_Switches(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	behave(c, emulator.EntitlementBehaviour{EntitlementSeconds: -1, CancelAccepted: true,
		CancelTwice: true, AnyCancellationReason: true, CancelResolvesEvents: true})
	for range 2 {
		got := post(c, at(c, "/cancel"), `{"cancellationReason":"other"}`)
		expect.Equal(t, "body", "", got.Expect(t, http.StatusAccepted, "").Body)
	}
	expect.Equal(t, "status", "inactive", status(t, c))
	event, _ := c.Server.Event(emulatortest.EventA1)
	expect.Equal(t, "its events", "Fraud", event.ResolvedReason)
	behave(c, emulator.EntitlementBehaviour{ReactivateRefused: true})
	post(c, at(c, "/reactivate"), "").Expect(t, http.StatusBadRequest, "900337")
	behave(c, emulator.EntitlementBehaviour{EntitlementSeconds: -1, CancelUnlistsEvents: true})
	post(c, at(c, "/reactivate"), "").Expect(t, http.StatusAccepted, "")
	post(c, at(c, "/cancel"), reason).Expect(t, http.StatusOK, "")
	if _, listed := c.Server.Event(emulatortest.EventA1); listed {
		t.Error("the event is still listed")
	}
}

// Usage records name two plans and the legacy subscription, whose id is in capitals.
func TestPlans_AndTheirSubscriptions(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	legacy := emulator.NewEvent(emulatortest.EventA2, "legacy")
	legacy.SubscriptionType, legacy.CatalogOfferID = "legacy", "MS-AZR-0145P"
	c.Server.Inject(legacy)
	root := "/v1/customers/" + customer + "/subscriptions/"
	records := get(c, root+"usagerecords").Expect(t, http.StatusOK, "")
	expect.Contains(t, records.Body, `"MS-AZR-0145P"`, strings.ToUpper(emulatortest.EventA2))
	expect.Equal(t, "plans", 2, strings.Count(records.Body, "DZH318Z0BPS6:0001:DZH318Z0BML6"))
	found := 0
	for _, plan := range emulator.PlansOf(customer) {
		found += strings.Count(get(c, root+plan+"/azureEntitlements").Body, `"friendlyName"`)
	}
	expect.Equal(t, "entitlements", 2, found)
	get(c, root+sub+"/azureEntitlements").Expect(t, http.StatusNotFound, "800111")

	behave(c, emulator.EntitlementBehaviour{EntitlementPageSize: 1})
	paged := get(c, root+"usagerecords?from=2").Expect(t, http.StatusOK, "").Decode(t)
	expect.Equal(t, "next of the last page", nil, paged["links"])
	behave(c, emulator.EntitlementBehaviour{EntitlementsBare: true, EntitlementListCalls: 1})
	list := root + emulator.PlansOf(customer)[0] + "/azureEntitlements"
	get(c, list) // the calls before count, too
	expect.Equal(t, "throttled", http.StatusTooManyRequests, get(c, list).StatusCode)
	gone := at(c, "")
	c.Server.RemoveSubscription(sub)
	get(c, gone).Expect(t, http.StatusNotFound, "800111")
}

// The dashboard's cancellation takes as long, and resolves the events at once.
func TestDashboard_CancelsAndResolves(t *testing.T) {
	t.Parallel()
	clock := emulatortest.NewClock(time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC))
	c := emulatortest.Start(t, func(o *emulator.Options) { o.Now = clock.Get })
	c.Server.CancelSubscription(sub)
	event, _ := c.Server.Event(emulatortest.EventA1)
	expect.Equal(t, "its events", "Fraud", event.ResolvedReason)
	expect.Equal(t, "soon", "active", status(t, c))
	post(c, at(c, "/cancel"), reason).Expect(t, http.StatusBadRequest, "400")
	clock.Add(10 * time.Minute)
	expect.Equal(t, "later", "inactive", status(t, c))
}

// The activity log has who asked for each change, once for each that is accepted.
func TestChanges_AreInTheActivityLog(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	behave(c, emulator.EntitlementBehaviour{EntitlementSeconds: -1, CancelTwice: true})
	for range 2 {
		post(c, at(c, "/cancel"), reason).Expect(t, http.StatusOK, "")
	}
	post(c, at(c, "/reactivate"), "").Expect(t, http.StatusAccepted, "")
	c.Server.CancelSubscription(sub)
	var got []string
	for _, r := range c.Server.Activity() {
		if r.ResourceType != "azure_entitlement" {
			continue
		}
		if !r.Undocumented || r.CustomerID != customer || !strings.Contains(r.ResourceOldValue, sub) {
			t.Errorf("got %+v", r)
		}
		got = append(got, strings.Split(r.UserPrincipalName, "@")[0]+" "+r.OperationType)
	}
	slices.Sort(got) // the records may have the same time
	const user = "adminagent.csp"
	expect.Equal(t, "records", []string{user + " cancel_azure_entitlement",
		user + " reactivate_azure_entitlement", "globaladmin cancel_azure_entitlement"}, got)
}

func TestPlans_AllMayHaveTheSubscription(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	behave(c, emulator.EntitlementBehaviour{EntitlementsInAllPlans: true})
	for _, plan := range emulator.PlansOf(customer) {
		list := "/v1/customers/" + customer + "/subscriptions/" + plan + "/azureEntitlements"
		expect.Contains(t, get(c, list).Expect(t, http.StatusOK, "").Body, sub, plan)
		get(c, list+"/"+sub).Expect(t, http.StatusOK, "")
	}
}
