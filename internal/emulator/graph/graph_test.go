// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

const (
	graphResource = "https://graph.microsoft.com"
	customer      = "a248da34-6840-4c67-82d7-7f55ccd50d03" // of NewEvent
	other         = "0c39d6d5-c70d-4c55-bc02-f620844f3fd1"
)

// visitor calls Graph.
type visitor struct{ *emulatortest.Client }

// visit starts an emulator at noon of 2026-04-30, whose alerts nobody has resolved.
func visit(t *testing.T) (visitor, *emulatortest.Clock) {
	t.Helper()
	clock := emulatortest.NewClock(time.Date(2026, 4, 30, 12, 0, 0, 0, time.UTC))
	v := visitor{emulatortest.Start(t, func(o *emulator.Options) { o.Now = clock.Get })}
	v.Token = v.Server.AccessToken(emulator.WithAudience(graphResource))
	return v, clock
}

// get requests a path below the score, or a link.
func (v visitor) get(below string, change ...func(*http.Request)) emulatortest.Reply {
	v.T.Helper()
	address := v.Server.GraphURL() + "/beta/security/partner/securityScore" + below
	if strings.HasPrefix(below, "https:") {
		address = below
	}
	r := expect.Must(http.NewRequestWithContext(v.T.Context(), http.MethodGet, address,
		http.NoBody))(v.T)
	r.Header.Set("Authorization", "Bearer "+v.Token)
	r.Header.Set("client-request-id", uuid.NewString())
	for _, f := range change {
		f(r)
	}
	return v.Send(r)
}

func (v visitor) values(below string) []any {
	v.T.Helper()
	values, ok := v.get(below).Expect(v.T, http.StatusOK, "").Decode(v.T)["value"].([]any)
	if !ok {
		v.T.Errorf("%s has no list", below)
	}
	return values
}

// requirement returns the members of a requirement, as texts.
func (v visitor) requirement(kind string) map[string]string {
	v.T.Helper()
	members := map[string]string{}
	for _, value := range v.values("/requirements") {
		one, _ := value.(map[string]any)
		if one["requirementType"] == kind {
			for name, member := range one {
				members[name] = fmt.Sprint(member)
			}
		}
	}
	if len(members) == 0 {
		v.T.Errorf("there is no requirement %s", kind)
	}
	return members
}

func (v visitor) score() string {
	v.T.Helper()
	reply := v.get("").Expect(v.T, http.StatusOK, "").Decode(v.T)
	if inner, wrapped := reply["value"].(map[string]any); wrapped {
		reply = inner
	}
	return fmt.Sprintf("%v of %v", reply["currentScore"], reply["maxScore"])
}

// The score follows from what happens in the world: each requirement has 20 of 100 points.
func TestScore_FollowsTheWorld(t *testing.T) {
	t.Parallel()
	v, clock := visit(t)
	second := emulator.NewEvent("11111111-6e5f-4b0b-80aa-bd44fad7a398", "second")
	second.CustomerTenantID, second.EventTime = other, "2026-04-30T11:00:00.00"
	v.Server.Inject(second)
	expect.Equal(t, "without budgets", "80 of 100", v.score())
	v.Server.SetBudget(customer, "100")
	budgets := v.requirement("spendingBudgetSetForCustomerAzureSubscriptions")
	expect.Equal(t, "one of two budgets", "1 of 2: 10, noncomplaint",
		budgets["customersWithSpendBudgetCount"]+" of "+budgets["totalCustomersCount"]+": "+
			budgets["score"]+", "+budgets["complianceStatus"])
	v.Server.SetBudget(other, "100")
	expect.Equal(t, "with all budgets", "100 of 100", v.score())

	responses := func() string {
		r := v.requirement("securityAlertsPromptlyResolved")
		return r["averageResponseTimeInHours"] + " h: " + r["score"] + ", " + r["complianceStatus"]
	}
	expect.Equal(t, "nothing resolved", "0 h: 20, compliant", responses())
	expect.NoError(t, v.Server.ChangeStatus("second", "Resolved", "Ignore", "kim"))
	expect.Equal(t, "after an hour", "1 h: 20, compliant", responses())
	expect.NoError(t, v.Server.ChangeStatus(emulatortest.EventA1, "Resolved", "Fraud", "kim"))
	expect.Equal(t, "an old one, too", "700.97 h: 0, noncomplaint", responses())
	expect.Equal(t, "answered late", "80 of 100", v.score())
	clock.Add(31 * 24 * time.Hour)
	v.Token = v.Server.AccessToken(emulator.WithAudience(graphResource))
	expect.Equal(t, "after 30 days", "0 h: 20, compliant", responses())
}

// A user who calls Partner Center without MFA lowers the score.
func TestScore_FollowsTheMFAOfCalls(t *testing.T) {
	t.Parallel()
	v, _ := visit(t)
	v.Server.SetBehaviour(func(b *emulator.Behaviour) { b.MFANotEnforced = true })
	expect.Equal(t, "before", "compliant", v.requirement("mfaEnforcedForAdmins")["complianceStatus"])
	without := *v.Client
	without.Token = v.Server.AccessToken(emulator.WithoutMFA())
	without.List("").Expect(t, http.StatusOK, "")
	admins := v.requirement("mfaEnforcedForAdmins")
	expect.Equal(t, "after", "noncomplaint 1 9 19", admins["complianceStatus"]+" "+
		admins["adminsRequiredNotUsingMfaCount"]+" "+admins["mfaEnabledAdminsCount"]+" "+
		admins["mfaEnabledUsersCount"])
}

func TestScore_Switches(t *testing.T) {
	t.Parallel()
	v, _ := visit(t)
	v.Server.SetBehaviour(func(b *emulator.Behaviour) {
		b.GraphPlainScore, b.GraphNoSecurityContact, b.GraphAdminsWithoutMFA = true, true, 99
		b.GraphCustomersWithoutMFA = 1
	})
	reply := v.get("").Expect(t, http.StatusOK, "").Decode(t)
	expect.Equal(t, "plain", any(20.0), reply["currentScore"])
	expect.Equal(t, "admins", "10", v.requirement("mfaEnforcedForAdmins")["adminsRequiredNotUsing"+
		"MfaCount"])
	expect.Equal(t, "contact", "0", v.requirement("securityContactProvided")["score"])
	expect.Equal(t, "customers", "0 of 1",
		v.requirement("mfaEnforcedForAdminsOfCustomers")["compliantTenantsCount"]+" of "+
			v.requirement("mfaEnforcedForAdminsOfCustomers")["totalTenantsCount"])
	v.Server.SetBehaviour(func(b *emulator.Behaviour) { b.GraphNoScore = true })
	expectCode(t, v.get(""), http.StatusNotFound, "NotFound")
}

func TestInsights_PageByPage(t *testing.T) {
	t.Parallel()
	v, _ := visit(t)
	second := emulator.NewEvent(emulatortest.SubscriptionB, "second")
	second.CustomerTenantID = other
	v.Server.Inject(second)
	v.Server.SetBehaviour(func(b *emulator.Behaviour) {
		b.GraphPageSize, b.GraphCustomersWithoutMFA = 1, 1
	})
	first := v.get("/customerInsights").Expect(t, http.StatusOK, "").Decode(t)
	next, _ := first["@odata.nextLink"].(string)
	last := v.get(next).Expect(t, http.StatusOK, "").Decode(t)
	for i, page := range []map[string]any{first, last} {
		values, _ := page["value"].([]any)
		expect.Equal(t, "customers of a page", 1, len(values))
		expect.Contains(t, fmt.Sprint(values...), []string{other, customer}[i],
			[]string{"securityDefaultsStatus:disabled", "securityDefaultsStatus:enabled"}[i])
	}
	if last["@odata.nextLink"] != nil {
		t.Errorf("after the last page: %v", last["@odata.nextLink"])
	}
	for _, token := range []string{"x", "-1", "3"} {
		expectCode(t, v.get("/customerInsights?"+url.Values{"$skiptoken": {token}}.Encode()),
			http.StatusBadRequest, "BadRequest")
	}
}

// expectCode checks a refusal in Graph's format.
func expectCode(t *testing.T, got emulatortest.Reply, status int, code string) {
	t.Helper()
	reply := got.Expect(t, status, "").Decode(t)
	failed, _ := reply["error"].(map[string]any)
	if observed, _ := reply["Error"].(map[string]any); observed != nil { // without MFA
		failed = map[string]any{"code": observed["Code"], "message": observed["Message"]}
	}
	if failed["code"] != code || failed["message"] == "" || got.Header.Get("request-id") == "" {
		t.Errorf("got %s, want the code %s", got.Body, code)
	}
}

// The checks come in the order of the list of assumptions.
func TestAuthorize_Order(t *testing.T) {
	t.Parallel()
	v, _ := visit(t)
	forGraph := emulator.WithAudience(graphResource)
	for name, test := range map[string]struct {
		token  string
		status int
		code   string
	}{
		"no token": {"", 401, "InvalidAuthenticationToken"},
		"no JWT":   {"opaque", 401, "InvalidAuthenticationToken"},
		"expired": {v.Server.AccessToken(forGraph, emulator.Expired()), 401,
			"InvalidAuthenticationToken"},
		"Partner Center's": {v.Server.AccessToken(), 401, "InvalidAuthenticationToken"},
		"without MFA": {v.Server.AccessToken(forGraph, emulator.WithoutMFA(),
			emulator.WithRole("")), 403, "Unauthorized_MissingMFA"},
		"a customer's": {v.Server.AccessToken(forGraph, emulator.WithTenant(customer)), 403, "Forbidden"},
		"without role": {v.Server.AccessToken(forGraph, emulator.WithRole("")), 403, "Forbidden"},
	} {
		v.Token = test.token
		t.Log(name)
		expectCode(t, v.get(""), test.status, test.code)
	}
	for _, role := range []string{"AdminAgent", "SecurityAdministrator", "SecurityReader"} {
		v.Token = v.Server.AccessToken(forGraph, emulator.WithRole(role))
		v.get("").Expect(t, http.StatusOK, "")
	}
	v.Token = v.Server.AccessToken(forGraph, emulator.AppOnly())
	v.get("").Expect(t, http.StatusOK, "")
	v.Server.SetBehaviour(func(b *emulator.Behaviour) { b.GraphAppOnlyRefused = true })
	expectCode(t, v.get(""), http.StatusForbidden, "Unauthorized_MissingMFA")
}

func TestServe_IsStrict(t *testing.T) {
	t.Parallel()
	v, _ := visit(t)
	expectCode(t, v.get("?$expand=requirements"), http.StatusBadRequest, "BadRequest")
	expectCode(t, v.get("/customerInsights?$top=5"), http.StatusBadRequest, "BadRequest")
	expectCode(t, v.get("/history"), http.StatusNotFound, "ResourceNotFound")
	expectCode(t, v.get("", func(r *http.Request) { r.Method = http.MethodPost }),
		http.StatusMethodNotAllowed, "Request_BadRequest")
	v.ExpectViolations()
	id := uuid.NewString()
	for range 2 {
		v.get("", func(r *http.Request) { r.Header.Set("client-request-id", id) })
	}
	got := v.get("", func(r *http.Request) { r.Header.Del("client-request-id") })
	expect.Equal(t, "echo", "", got.Header.Get("client-request-id"))
	v.ExpectViolations("client-request-id", "without client-request-id")
}
