// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
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

// receiver is a receiver of webhooks that answers with one status after the other.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	statuses []int
	headers  []http.Header
	bodies   []string
}

func receive(t *testing.T, statuses ...int) *receiver {
	t.Helper()
	r := &receiver{statuses: statuses}
	r.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter,
		req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.headers, r.bodies = append(r.headers, req.Header), append(r.bodies, string(body))
		if len(r.statuses) > 0 {
			w.WriteHeader(r.statuses[0])
			r.statuses = r.statuses[1:]
		}
	}))
	t.Cleanup(r.Close)
	return r
}

// deliveries waits until n deliveries have ended.
func deliveries(c *emulatortest.Client, n int) []emulator.Delivery {
	c.T.Helper()
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); {
		_, all := c.Server.Webhook()
		ended := 0
		for _, d := range all {
			if d.State != emulator.DeliveryRunning {
				ended++
			}
		}
		if ended == n && len(all) == n {
			return all
		}
		time.Sleep(5 * time.Millisecond)
	}
	_, all := c.Server.Webhook()
	c.T.Fatalf("want %d deliveries that have ended, got %+v", n, all)
	return nil
}

func quick(c *emulatortest.Client) {
	behave(c, func(b *emulator.WebhookBehaviour) { b.WebhookRetryMillis = 1 })
}

func TestDelivery_IsSignedAsDocumented(t *testing.T) {
	t.Parallel()
	c, r := emulatortest.Start(t), receive(t)
	quick(c)
	c.Server.RegisterWebhook(r.URL, "azure-fraud-event-detected")
	c.Server.Inject(emulator.NewEvent(emulatortest.SubscriptionA, "e1"))
	deliveries(c, 1)
	var payload map[string]any
	expect.NoError(t, json.Unmarshal([]byte(r.bodies[0]), &payload))
	changed, _ := payload["ResourceChangeUtcDate"].(string)
	expect.Must(time.Parse("2006-01-02T15:04:05.0000000-07:00", changed))(t)
	delete(payload, "ResourceChangeUtcDate")
	want := map[string]any{"EventName": "azure-fraud-event-detected", "AuditUri": nil,
		"ResourceUri": c.Server.BaseURL() + "/v1/fraudEvents?SubscriptionId=" +
			emulatortest.SubscriptionA + "&EventStatus=Active"}
	if diff := cmp.Diff(want, payload); diff != "" {
		t.Error(diff)
	}
	checkSignature(t, c, r.headers[0], r.headers[0].Get("Authorization"), r.bodies[0])
}

func checkSignature(t *testing.T, c *emulatortest.Client, h http.Header, signature, body string) {
	t.Helper()
	where := h.Get("X-MS-Certificate-Url")
	if h.Get("X-MS-Signature-Algorithm") != "rsa-sha256" || !strings.HasPrefix(where, "https://") {
		t.Errorf("headers %v", h)
	}
	resp, err := c.HTTP.Get(where) //nolint:noctx // a test
	expect.NoError(t, err)
	der, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	cert := expect.Must(x509.ParseCertificate(der))(t)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(expect.Must(os.ReadFile(c.Server.CABundlePath()))(t))
	chains := expect.Must(cert.Verify(x509.VerifyOptions{Roots: roots}))(t)
	for _, c := range chains[0] {
		if diff := cmp.Diff([]string{"Microsoft Corporation"}, c.Subject.Organization); diff != "" {
			t.Error(diff)
		}
	}
	key, _ := cert.PublicKey.(*rsa.PublicKey)
	digest := sha256.Sum256([]byte(body))
	raw := expect.Must(base64.StdEncoding.DecodeString(strings.TrimPrefix(signature,
		"Signature ")))(t)
	expect.NoError(t, rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], raw))
}

func TestDelivery_OtherHeader(t *testing.T) {
	t.Parallel()
	c, r := emulatortest.Start(t), receive(t)
	quick(c)
	call(c, "POST", "", `{"WebhookUrl":"`+r.URL+`","WebhookEvents":["azure-fraud-event-detected"],`+
		`"SignatureTokenToMsSignatureHeader":true}`).Expect(t, 200, "")
	c.Server.Inject(emulator.NewEvent(emulatortest.SubscriptionA, "e1"))
	deliveries(c, 1)
	behave(c, func(b *emulator.WebhookBehaviour) { b.WebhookBareSignature = true })
	c.Server.Inject(emulator.NewEvent(emulatortest.SubscriptionA, "e2"))
	deliveries(c, 2)
	for i, prefixed := range []bool{true, false} {
		signature := r.headers[i].Get("X-Ms-Signature")
		if strings.HasPrefix(signature, "Signature ") != prefixed ||
			r.headers[i].Get("Authorization") != "" {
			t.Errorf("headers %v", r.headers[i])
		}
		checkSignature(t, c, r.headers[i], signature, r.bodies[i])
	}
}

// A change of the status is delivered, too, and nothing that is not registered.
func TestDelivery_WhatHappens(t *testing.T) {
	t.Parallel()
	c, r := emulatortest.Start(t), receive(t)
	quick(c)
	c.Server.RegisterWebhook(r.URL, "test-created")
	c.Server.Inject(emulator.NewEvent(emulatortest.SubscriptionA, "e1"))
	c.Server.RegisterWebhook(r.URL, "Azure-Fraud-Event-Detected")
	expect.NoError(t, c.Server.ChangeStatus("e1", "Investigating", "", "kim@contoso.com"))
	if got := deliveries(c, 1); !strings.Contains(got[0].Body, "EventStatus=Investigating") {
		t.Errorf("got %+v", got)
	}
	behave(c, func(b *emulator.WebhookBehaviour) { b.WebhookNoStatusChanges = true })
	expect.NoError(t, c.Server.ChangeStatus("e1", "Resolved", "Fraud", "kim@contoso.com"))
	deliveries(c, 1)
}

func TestDelivery_TenAttemptsThenOffline(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	r := receive(t, 500, 404, 302, 500, 500, 500, 500, 500, 500, 503, 200)
	quick(c)
	c.Server.RegisterWebhook(r.URL, "azure-fraud-event-detected")
	c.Server.Inject(emulator.NewEvent(emulatortest.SubscriptionA, "e1"))
	got := deliveries(c, 1)[0]
	if got.State != emulator.DeliveryOffline || len(got.Attempts) != 10 ||
		got.Attempts[1].Code != "NotFound" || got.Attempts[2].Code != "Found" {
		t.Errorf("got %+v", got)
	}
	// Nothing leaves the machine.
	c.Server.RegisterWebhook(elsewhere, "azure-fraud-event-detected")
	c.Server.Inject(emulator.NewEvent(emulatortest.SubscriptionA, "e2"))
	if got := deliveries(c, 2)[1]; !got.Attempts[9].SystemError {
		t.Errorf("got %+v", got)
	}
}

func TestTest_RunsUntilAnAttemptArrives(t *testing.T) {
	t.Parallel()
	c, r := emulatortest.Start(t), receive(t, 500, 200)
	behave(c, func(b *emulator.WebhookBehaviour) { b.WebhookRetryMillis = 300 })
	c.Server.RegisterWebhook(r.URL, "azure-fraud-event-detected")
	call(c, "POST", "/validationEvents", "").Expect(t, 400, "900103")
	c.Server.RegisterWebhook(r.URL, "test-created")
	sent := call(c, "POST", "/validationEvents", "").Expect(t, 200, "").Decode(t)
	id, _ := sent["correlationId"].(string)
	first := call(c, "GET", "/validationEvents/"+id, "").Expect(t, 200, "").Decode(t)
	deliveries(c, 1)
	last := call(c, "GET", "/validationEvents/"+id, "").Expect(t, 200, "").Decode(t)
	if results, _ := last["results"].([]any); first["status"] != "running" ||
		last["status"] != "completed" || len(results) != 2 {
		t.Errorf("first %v, last %v", first, last)
	}
	call(c, "GET", "/validationEvents/unknown", "").Expect(t, 404, "900104")
	refused := call(c, "POST", "/validationEvents", "").Expect(t, 429, "429")
	if refused.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

// A registration, its offline queue, and what is on its way survive a restart.
func TestDelivery_ContinuesAfterARestart(t *testing.T) {
	t.Parallel()
	r := receive(t, 500, 200)
	folder := t.TempDir()
	s := expect.Must(emulator.Start(emulator.Options{DataDir: folder}))(t)
	s.SetBehaviour(func(b *emulator.Behaviour) { b.WebhookRetryMillis = 60_000 })
	s.RegisterWebhook(r.URL, "azure-fraud-event-detected")
	s.Inject(emulator.NewEvent(emulatortest.SubscriptionA, "e1"))
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); {
		if _, all := s.Webhook(); len(all[0].Attempts) == 1 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	expect.NoError(t, s.Close())
	s = expect.Must(emulator.Start(emulator.Options{DataDir: folder}))(t)
	t.Cleanup(func() { expect.NoError(t, s.Close()) })
	c := &emulatortest.Client{T: t, Server: s}
	if got := deliveries(c, 1)[0]; got.State != emulator.DeliveryCompleted ||
		len(got.Attempts) != 2 || got.Body != r.bodies[1] {
		t.Errorf("got %+v", got)
	}
	if found, _ := s.Webhook(); found == nil || found.URL != r.URL {
		t.Errorf("the registration is %+v", found)
	}
}
