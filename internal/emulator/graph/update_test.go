// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"net/http"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

// change changes the alert of an event.
func (v visitor) change(eventID, body string,
	adjust ...func(*http.Request)) emulatortest.Reply {
	v.T.Helper()
	return v.send(http.MethodPatch, alerts+"/"+v.alertID(eventID), body, adjust...)
}

const isFraud = `{"status":"resolved","resolvedReason":"fraud"}`

func TestUpdate_ChangesOneAlert(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	got := v.change(a1, isFraud).Expect(t, http.StatusOK, "").Decode(t)
	expect.Equal[any](t, "status", "resolved", got["status"])
	expect.Equal[any](t, "by", v.Server.UserPrincipalName(), got["resolvedBy"])
	v.ExpectEvent(a1, "Resolved Fraud")
	v.ExpectEvent(a2, "Active")
	v.change(a1, `{"status":"active"}`).Expect(t, http.StatusOK, "")
	v.ExpectEvent(a1, "Active")
	v.change(a1, `{"status":"investigating","resolvedReason":null}`).Expect(t, http.StatusOK, "")
	v.ExpectEvent(a1, "Investigating")
	got = v.change(a1, `{"status":"resolved"}`).Expect(t, http.StatusOK, "").Decode(t)
	if reason, has := got["resolvedReason"]; !has || reason != nil {
		t.Errorf("without a reason, it is %v, want null", reason)
	}
	e, _ := v.Server.Event(a1)
	expect.Equal(t, "logs", 4, len(e.ActivityLogs))
	expect.Equal(t, "calls", 4, v.Server.Count(emulator.KindUpdateAlert))
	v.ExpectViolations()
}

func TestUpdate_IsStrict(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	for _, body := range []string{`{}`, `[]`, `null`, `x`, `{"status":null}`, `{"status":5}`,
		`{"status":"Resolved","resolvedReason":"fraud"}`, `{"status":"resolve"}`,
		`{"status":"unknownFutureValue"}`, `{"status":"resolved","resolvedReason":"Fraud"}`,
		`{"status":"resolved","resolvedReason":"none"}`, `{"status":"resolved","resolvedReason":""}`,
		`{"status":"active","resolvedReason":"fraud"}`, `{"resolvedReason":"fraud"}`,
		`{"status":"resolved","resolvedReason":"fraud"}]`} {
		t.Log(body)
		expectCode(t, v.change(a1, body), http.StatusBadRequest, "BadRequest")
	}
	v.ExpectViolations()
	expectCode(t, v.change(a1, `{"status":"resolved","severity":"low"}`), http.StatusBadRequest,
		"BadRequest")
	plain := v.change(a1, isFraud, func(r *http.Request) { r.Header.Del("Content-Type") })
	expectCode(t, plain, http.StatusUnsupportedMediaType, "BadRequest")
	v.ExpectViolations(`member "severity"`, "without Content-Type")
	expectCode(t, v.send(http.MethodPatch, alerts+"/unknown", isFraud), http.StatusNotFound,
		"NotFound")
	for _, method := range []string{http.MethodDelete, http.MethodPost, http.MethodPut} {
		expectCode(t, v.send(method, alerts+"/"+v.alertID(a1), isFraud),
			http.StatusMethodNotAllowed, "Request_BadRequest")
	}
	expectCode(t, v.send(http.MethodPost, alerts, isFraud), http.StatusMethodNotAllowed,
		"Request_BadRequest")
	v.ExpectEvent(a1, "Active")
}

func TestUpdate_RulesCanBeSwitched(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{GraphAlreadyResolved: emulator.GraphResolvedRefused,
		GraphReopenRefused: true})
	v.change(a1, isFraud).Expect(t, http.StatusOK, "")
	v.change(a1, isFraud).Expect(t, http.StatusOK, "") // no change
	other := `{"status":"resolved","resolvedReason":"ignore"}`
	expectCode(t, v.change(a1, other), http.StatusBadRequest, "BadRequest")
	v.behave(behaviour{GraphReopenRefused: true})
	expectCode(t, v.change(a1, `{"status":"active"}`), http.StatusBadRequest, "BadRequest")
	v.change(a1, `{"status":"investigating"}`).Expect(t, http.StatusOK, "")
	v.change(a1, `{"status":"active"}`).Expect(t, http.StatusOK, "") // was not resolved
	v.behave(behaviour{GraphAlreadyResolved: emulator.GraphResolvedIgnored})
	v.change(a1, isFraud).Expect(t, http.StatusOK, "")
	got := v.change(a1, other).Expect(t, http.StatusOK, "").Decode(t)
	expect.Equal[any](t, "ignored", "fraud", got["resolvedReason"])
	v.ExpectEvent(a1, "Resolved Fraud")
}

func TestUpdate_ReplyCanBeSwitched(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{GraphUpdateReply: emulator.GraphReplyNoContent})
	expect.Equal(t, "body", "", v.change(a1, isFraud).Expect(t, http.StatusNoContent, "").Body)
	v.behave(behaviour{GraphUpdateReply: emulator.GraphReplyStale})
	got := v.change(a2, isFraud).Expect(t, http.StatusOK, "").Decode(t)
	expect.Equal[any](t, "stale", "active", got["status"])
	v.ExpectEvent(a2, "Resolved Fraud")
}

func TestUpdate_ShowsOnlyAfterFurtherReads(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{GraphUpdateLag: 2})
	v.change(a1, isFraud).Expect(t, http.StatusOK, "")
	var seen []any
	for i := range 3 {
		if i == 1 {
			one := v.send(http.MethodGet, alerts+"/"+v.alertID(a1), "").Expect(t, http.StatusOK, "")
			seen = append(seen, one.Decode(t)["status"])
			continue
		}
		found, _ := listed(t, v.list())
		seen = append(seen, found[0]["status"])
	}
	expect.Equal(t, "seen", []any{"active", "active", "resolved"}, seen)
}

// The checks come in the order of the list of assumptions.
func TestAlerts_WhoMayCall(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	forGraph := emulator.WithAudience(graphResource)
	read := func() emulatortest.Reply { return v.list() }
	write := func() emulatortest.Reply { return v.change(a1, isFraud) }
	for name, test := range map[string]struct {
		token  string
		status int
		code   string
	}{
		"no token":         {"", 401, "InvalidAuthenticationToken"},
		"Partner Center's": {v.Server.AccessToken(), 401, "InvalidAuthenticationToken"},
		"an app's": {v.Server.AccessToken(forGraph, emulator.AppOnly()), 403,
			"Unauthorized_MissingMFA"},
		"without MFA": {v.Server.AccessToken(forGraph, emulator.WithoutMFA(),
			emulator.WithRole("")), 403, "Unauthorized_MissingMFA"},
		"a customer's": {v.Server.AccessToken(forGraph, emulator.WithTenant(customer)), 400,
			"BadRequest"},
		"without role": {v.Server.AccessToken(forGraph, emulator.WithRole("SecurityReader")), 400,
			"BadRequest"},
	} {
		v.Token = test.token
		t.Log(name)
		expectCode(t, read(), test.status, test.code)
		expectCode(t, write(), test.status, test.code)
	}
	v.Token = v.Server.AccessToken(forGraph, emulator.WithRole(""))
	expect.Contains(t, read().Body, "Resource not found for the segment 'partner'.")
	v.behave(behaviour{GraphOutsider: emulator.GraphOutsiderNotFound})
	expectCode(t, read(), http.StatusNotFound, "ResourceNotFound")
	v.behave(behaviour{GraphOutsider: emulator.GraphOutsiderForbidden, GraphAlertsAppOnly: true})
	expectCode(t, read(), http.StatusForbidden, "Forbidden")
	v.ExpectViolations("another audience", "another audience")
	v.Token = v.Server.AccessToken(forGraph, emulator.AppOnly())
	read().Expect(t, http.StatusOK, "")
	write().Expect(t, http.StatusOK, "")
}

// Missing MFA has the observed form, which is not Graph's usual one.
func TestAlerts_MissingMFAAsObserved(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	v.Token = v.Server.AccessToken(emulator.WithAudience(graphResource), emulator.AppOnly())
	expect.Equal(t, "body", `{"Error":{"Code":"Unauthorized_MissingMFA","Message":"MFA is required `+
		`for this request. The provided authentication token does not have MFA claims."}}`+"\n",
		v.list().Expect(t, http.StatusForbidden, "").Body)
}

func TestAlerts_PermissionsToReadAndWrite(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	consent := func(change func(*emulator.Behaviour)) {
		v.Server.SetBehaviour(change)
		v.Token = v.Server.AccessToken(emulator.WithAudience(graphResource))
	}
	consent(func(b *emulator.Behaviour) { b.GraphReadConsent = true })
	v.list().Expect(t, http.StatusOK, "")
	v.get("").Expect(t, http.StatusOK, "")
	expectCode(t, v.change(a1, isFraud), http.StatusForbidden, "Authorization_RequestDenied")
	consent(func(b *emulator.Behaviour) { b.NoGraphConsent = true })
	expectCode(t, v.list(), http.StatusForbidden, "Authorization_RequestDenied")
	v.ExpectEvent(a1, "Active")
}
