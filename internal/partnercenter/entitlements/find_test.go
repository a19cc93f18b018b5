// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/entitlements"
)

func TestSamples_DecodeFieldByField(t *testing.T) {
	t.Parallel()
	const only = "899ae6f1-8a74-4d5e-b6c6-e6b5019bbff8"
	s := serve(t, map[string][]answer{list1: ok(sample(t, "69-azure-entitlements-list.http"))})
	listed := expect.Must(s.client(t).List(t.Context(), customer, plan1))(t)
	expect.Equal(t, "sample 69", []entitlements.Entitlement{{ID: only, PlanID: plan1,
		FriendlyName: "Microsoft Azure", Status: "active"}}, listed)

	const other = "5b76b8c3-dd85-4096-bb2e-9804b1d7b383"
	for name, status := range map[string]string{"70-azure-entitlement-get.json": "inactive",
		"72-azure-entitlement-cancel-response.json": "active"} {
		s = serve(t, map[string][]answer{list2 + "/" + other: ok(sample(t, name))})
		got := expect.Must(s.client(t).Get(t.Context(), customer, plan2, other))(t)
		expect.Equal(t, name, entitlements.Entitlement{ID: other, PlanID: plan2,
			FriendlyName: " Cancel_Azure_Subscription", Status: status}, got)
	}
}

// The plans of sample 78 are searched, and the only record of sample 79 is a legacy subscription.
func TestSamples_UsageRecordsLeadToPlans(t *testing.T) {
	t.Parallel()
	const a, b = "11111111-7d58-6654-69fa-0797198155d3", "11111111-25aa-ebb8-2bb4-fb406307babd"
	s := serve(t, map[string][]answer{
		usage: ok(sample(t,
			"78-subscription-usagerecords-azure-plan.json")),
		"GET" + path + a + "/azureEntitlements": ok(`{"items":[]}`),
		"GET" + path + b + "/azureEntitlements": ok(here),
	})
	found := expect.Must(s.client(t).Find(t.Context(), customer, "", strings.ToUpper(azure)))(t)
	expect.Equal(t, "plan", b, found.PlanID)

	const legacy = "11111111-F347-41B6-B02C-187B1B778A43"
	s = serve(t, map[string][]answer{
		usage: ok(sample(t, "79-subscription-usagerecords-legacy.json"))})
	found = expect.Must(s.client(t).Find(t.Context(), customer, "", strings.ToLower(legacy)))(t)
	expect.Equal(t, "sample 79", entitlements.Subscription{Legacy: true, CustomerTenantID: customer,
		Entitlement: entitlements.Entitlement{ID: legacy, FriendlyName: "Microsoft Azure",
			Status: "active"}}, found)
}

func TestFind_WhereItIsAndWhereItIsNot(t *testing.T) {
	t.Parallel()
	none, hit := ok(`{"items":[]}`), ok(here)
	for name, test := range map[string]struct {
		answers map[string][]answer
		plan    string // asked for
		found   string // the plan
		says    []string
	}{
		"in the second plan": {map[string][]answer{usage: ok(twoPlans), list1: none, list2: hit}, "",
			plan2, nil},
		"keys in another case, a bare array": {map[string][]answer{usage: ok(`[{"ID":"` + plan1 +
			`","OfferId":"DZH318Z0BPS6"}]`), list1: ok(`[{"Id":"` + azure + `","STATUS":"active"}]`)}, "",
			plan1, nil},
		"in both": {map[string][]answer{usage: ok(twoPlans), list1: hit, list2: hit}, "", "",
			[]string{"several Azure plans", plan1, plan2}},
		"in neither": {map[string][]answer{usage: ok(twoPlans), list1: none, list2: none}, "", "",
			[]string{"no Azure subscription", plan1, plan2}},
		"no plan":  {map[string][]answer{usage: none}, "", "", []string{"lists no Azure plan"}},
		"null":     {map[string][]answer{usage: ok("null")}, "", "", []string{"lists no Azure plan"}},
		"the plan": {map[string][]answer{get1: {standing("active")}}, plan1, plan1, nil},
		"not in the plan": {map[string][]answer{get1: {refusal(404, "800111")}}, plan1, "",
			[]string{"no Azure subscription", plan1}},
		"the plan's own id": {map[string][]answer{usage: ok(`{"items":[{"id":"` + azure +
			`","offerId":"DZH318Z0BPS6"}]}`), "GET" + path + azure + "/azureEntitlements": none},
			"", "", []string{"is an Azure plan"}},
		"another one in the reply": {map[string][]answer{get1: ok(`{"id":"x","status":"inactive"}`)},
			plan1, "", []string{"documented form"}},
		"no status": {map[string][]answer{get1: ok(`{"id":"` + azure + `"}`)}, plan1, "",
			[]string{"documented form"}},
		"no content": {map[string][]answer{get1: ok(`null`)}, plan1, "", []string{"documented form"}},
		"a list of texts": {map[string][]answer{usage: ok(`{"items":["x"]}`)}, "", "",
			[]string{"documented form"}},
		"an unknown plan in the list": {map[string][]answer{usage: ok(twoPlans),
			list1: {refusal(404, "800111")}}, "", "", []string{"HTTP 404", plan1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := serve(t, test.answers).client(t).Find(t.Context(), customer, test.plan, azure)
			expect.Equal(t, "plan", test.found, found.PlanID)
			if (err != nil) != (test.found == "") {
				t.Fatalf("error %v", err)
			}
			if err != nil {
				expect.Contains(t, err.Error(), test.says...)
			}
		})
	}
}

// Paging is undocumented here. A link is followed on the same host and path only, and never
// endlessly.
func TestList_FollowsALinkWithinTheSameCall(t *testing.T) {
	t.Parallel()
	next := func(uri string) string {
		return fmt.Sprintf(`{"items":[{"id":"a"}],"links":{"next":{"uri":%q,"headers":[
			{"key":"Authorization","value":"Bearer other"}]}}}`, uri)
	}
	s := serve(t, map[string][]answer{
		list1:             ok(next("https://evil.example/other?from=1")),
		list1 + "?from=1": ok(`{"items":[{"id":"b"}]}`),
	})
	all := expect.Must(s.client(t).List(t.Context(), customer, plan1))(t)
	expect.Equal(t, "ids", []string{"a", "b"}, []string{all[0].ID, all[1].ID})
	if diff := cmp.Diff([]string{list1, list1 + "?from=1"}, s.all()); diff != "" {
		t.Error(diff)
	}

	s = serve(t, map[string][]answer{list1: ok(next("?from=1")),
		list1 + "?from=1": ok(next("?from=1"))})
	if _, err := s.client(t).List(t.Context(), customer, plan1); err == nil {
		t.Error("a list without an end is no list")
	}
	expect.Equal(t, "calls", 2, len(s.all()))
}

// Each documented code has advice of its own, and a missing role names both roles only where both
// are needed.
func TestErrors_DocumentedCodes(t *testing.T) {
	t.Parallel()
	for code, says := range map[string]string{
		"400/900118": "Check the customer's tenant id",
		"400/800002": "is not a GUID",
		"400/900307": "compromise",
		"400/900337": "in the Azure portal",
		"403/900159": "no commerce relationship",
		"404/800111": "no such Azure subscription in this plan",
		"403/900335": "both the Global Administrator role and the Admin agent role",
		"403/900150": "both the Global Administrator role and the Admin agent role",
		"403/900308": "both the Global Administrator role and the Admin agent role",
		"403/":       "both the Global Administrator role and the Admin agent role",
		"403/900329": "App+User",
	} {
		var status int
		var number string
		_, _ = fmt.Sscanf(code, "%d/%s", &status, &number)
		s := serve(t, map[string][]answer{cancel1: {refusal(status, number)},
			list1: {refusal(status, number)}, get1: {standing("active")}})
		_, err := s.client(t).Apply(t.Context(), cancellation())
		var failed *partnercenter.Error
		if !errors.As(err, &failed) {
			t.Fatalf("%s: %v", code, err)
		}
		expect.Contains(t, failed.Advice.String(), says)
		_, err = s.client(t).List(t.Context(), customer, plan1)
		if !errors.As(err, &failed) {
			t.Fatalf("%s: %v", code, err)
		}
		if status == http.StatusForbidden && strings.Contains(failed.Advice.String(), "Global") {
			t.Errorf("%s: reading needs no Global Administrator: %s", code, failed.Advice)
		}
	}
}
