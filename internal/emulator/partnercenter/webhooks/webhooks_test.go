// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

const (
	registration = "/webhooks/v1/registration"
	elsewhere    = "https://hooks.example.com/partnercenter"
	bodyOf       = `{"WebhookUrl":"https://hooks.example.com/partnercenter","WebhookEvents":` +
		`["test-created","azure-fraud-event-detected"]}`
)

func call(c *emulatortest.Client, method, path, body string) emulatortest.Reply {
	c.T.Helper()
	r := c.Request(method, registration+path, body)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return c.Send(r)
}

func behave(c *emulatortest.Client, change func(*emulator.WebhookBehaviour)) {
	c.Server.SetBehaviour(func(b *emulator.Behaviour) { change(&b.WebhookBehaviour) })
}

func TestRegistration_OneForTheTenant(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	call(c, "GET", "", "").Expect(t, 404, "900101")
	call(c, "PUT", "", bodyOf).Expect(t, 404, "900101")
	created := call(c, "POST", "", bodyOf).Expect(t, 200, "").Decode(t)
	if id, _ := created["SubscriberId"].(string); len(id) != 36 {
		t.Errorf("created %v", created)
	}
	call(c, "POST", "", bodyOf).Expect(t, 409, "900102")
	next := strings.Replace(bodyOf, `"test-created",`, "", 1)
	replaced := call(c, "PUT", "", next).Expect(t, 200, "").Decode(t)
	want := map[string]any{"WebhookUrl": elsewhere,
		"WebhookEvents": []any{"azure-fraud-event-detected"}}
	if diff := cmp.Diff(want, call(c, "GET", "", "").Expect(t, 200, "").Decode(t)); diff != "" {
		t.Error(diff)
	}
	if replaced["SubscriberId"] != created["SubscriberId"] {
		t.Errorf("the id changed from %v to %v", created, replaced)
	}
	call(c, "DELETE", "", "").Expect(t, 405, "405")
}

// Changes and tests are in the activity log, if the service logs what it does not document.
func TestRegistration_IsInTheActivityLog(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Server.RegisterWebhook(elsewhere, "invoice-ready")
	call(c, "PUT", "", strings.Replace(bodyOf, "hooks.example", "other.example", 1)).Expect(t, 200, "")
	call(c, "POST", "", bodyOf).Expect(t, 409, "900102")
	sent := call(c, "POST", "/validationEvents", "").Expect(t, 200, "").Decode(t)
	var got []string
	for _, r := range c.Server.Activity() {
		if r.ResourceType == "webhook_registration" && r.Undocumented {
			details := ""
			for _, d := range r.CustomizedData {
				details += d.Key + "=" + *d.Value
			}
			got = append(got, strings.Join([]string{r.OperationType, r.UserPrincipalName,
				r.ResourceOldValue, r.ResourceNewValue, details}, " "))
		}
	}
	old := `{"WebhookUrl":"` + elsewhere + `","WebhookEvents":["invoice-ready"]}`
	const agent = "adminagent.csp@testtestpartner.onmicrosoft.com"
	want := []string{
		"create_webhook_validation_event " + agent + "   CorrelationId=" +
			fmt.Sprint(sent["correlationId"]),
		"update_webhook_registration " + agent + " " + old + " " +
			strings.Replace(bodyOf, "hooks.example", "other.example", 1) + " ",
		"create_webhook_registration colleague@testtestpartner.onmicrosoft.com  " + old + " ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRegistration_RefusesOtherBodies(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for body, code := range map[string]string{
		`[]`: "800002", `{"Url":"x"}`: "3000", `{"WebhookUrl":1}`: "3000",
		`{"WebhookUrl":"http://a.test","WebhookEvents":["test-created"]}`:                   "3000",
		`{"WebhookUrl":"https://a.test","WebhookEvents":[]}`:                                "3000",
		`{"WebhookUrl":"https://a.test","WebhookEvents":["test-create"]}`:                   "3000",
		`{"WebhookUrl":"https://a.test","WebhookEvents":["invoice-ready","Invoice-ready"]}`: "3000",
	} {
		call(c, "POST", "", body).Expect(t, 400, code)
	}
	r := c.Request("POST", registration, bodyOf)
	r.Header.Set("Content-Type", "text/plain")
	c.Send(r).Expect(t, 415, "415")
}

func TestRegistration_Switches(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for form, want := range map[string]string{"empty": "{}", "null": "null"} {
		c.Control("behaviour", `{"webhookNone":"`+form+`"}`).Expect(t, 200, "")
		if got := strings.TrimSpace(call(c, "GET", "", "").Expect(t, 200, "").Body); got != want {
			t.Errorf("%s: got %s", form, got)
		}
	}
	behave(c, func(b *emulator.WebhookBehaviour) {
		*b = emulator.WebhookBehaviour{WebhookPostReplaces: true, WebhookPutCreates: true,
			WebhookPlainHTTP: true, WebhookEmptyList: true, WebhookUnknownEvents: true,
			WebhookPrintsAll: true}
	})
	call(c, "PUT", "", `{"webhookUrl":"http://a.test","webhookEvents":[]}`).Expect(t, 200, "")
	call(c, "POST", "", `{"webhookUrl":"https://a.test","webhookEvents":["new-one"],`+
		`"signatureTokenToMsSignatureHeader":true}`).Expect(t, 200, "")
	got := call(c, "GET", "", "").Expect(t, 200, "").Decode(t)
	if got["signatureTokenToMsSignatureHeader"] != true || got["lastModifiedTimestamp"] == "" {
		t.Errorf("got %v", got)
	}
	behave(c, func(b *emulator.WebhookBehaviour) { b.WebhookLag = 1 })
	call(c, "PUT", "", bodyOf).Expect(t, 202, "")
	for _, url := range []string{"https://a.test", elsewhere} {
		if got := call(c, "GET", "", "").Decode(t); got["webhookUrl"] != url {
			t.Errorf("got %v, want %s", got, url)
		}
	}
}

func TestRegistration_Roles(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for role, status := range map[string]int{"SalesAgent": 404, "Accountant": 403} {
		c.Token = c.Server.AccessToken(emulator.WithRole(role))
		call(c, "GET", "", "").Expect(t, status, "")
	}
	c.Token = c.Server.AccessToken(emulator.AppOnly())
	call(c, "GET", "", "").Expect(t, 404, "900101")
}
