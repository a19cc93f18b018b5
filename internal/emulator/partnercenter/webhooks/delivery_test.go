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
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

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
	var all []emulator.Delivery
	expect.Eventually(c.T, fmt.Sprintf("the end of %d deliveries", n), func() bool {
		_, all = c.Server.Webhook()
		running := slices.ContainsFunc(all, func(d emulator.Delivery) bool {
			return d.State == emulator.DeliveryRunning
		})
		return len(all) == n && !running
	})
	return all
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
	expect.Eventually(t, "an attempt", func() bool {
		_, all := s.Webhook()
		return len(all[0].Attempts) == 1
	})
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
