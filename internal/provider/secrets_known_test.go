// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A configured secret is hidden wherever else somebody has written it, however short it is: in the
// provider block, in a resource, a filter, an id to import, or the host of an address.
func TestSecrets_ConfiguredOnesAreHiddenInOtherPlaces(t *testing.T) {
	t.Parallel()
	const secret = "zqSECRET"
	s := startEmulator(t, event("e1"))
	var log bytes.Buffer
	hidden := 0
	hides := func(place string, ds diagnostics) {
		t.Helper()
		for _, d := range ds {
			expectNot(t, d.Summary+d.Detail, secret)
			hidden += strings.Count(d.Detail, "(redacted)")
		}
		if len(ds) == 0 {
			t.Errorf("%s: no error", place)
		}
	}
	client := func(block object) (*protocolClient, diagnostics) {
		c := newProtocolClient(t, providersFor(s))
		c.ctx = context.WithValue(t.Context(), logKey{}, &log)
		ds := c.configure(object{"client_secret": secret}.with(block))
		return c, ds
	}
	c, ds := client(object{})
	ds.none(t)
	for _, setting := range []string{"environment", "api", "authority_host", "base_url",
		"client_id", "tenant_id", "oidc_token"} {
		hides(setting, c.validateProvider(object{"client_secret": secret, setting: secret}))
		_, ds := client(object{setting: secret})
		hides(setting, ds)
	}
	_, ds = client(object{"ca_bundle_path": secret})
	hides("ca_bundle_path", ds)
	for attribute, value := range map[string]any{"status": secret, "reason": secret,
		"subscription_id": secret, "event_id": " " + secret} {
		hides(attribute, c.validateResource(resolutionTypeName, resolve("e1",
			object{attribute: value})))
	}
	hides("statuses", c.validateData(fraudEventsType, object{"statuses": []string{secret}}))
	hides("import", c.importState(resolutionTypeName, secret))
	for _, setting := range []string{"base_url", "authority_host"} {
		c, ds := client(object{setting: "https://" + secret + ".invalid", "max_retries": 0})
		ds.none(t)
		_, _, ds = c.readData(fraudEventsType, object{}, false)
		hides("the host of "+setting, ds)
		_, ds = c.planCreate(resolutionTypeName, resolve("e1"))
		hides("the host of "+setting, ds)
	}
	if hidden < 8 {
		t.Errorf("only %d secrets were hidden", hidden)
	}
	entries := log.String()
	expectNot(t, entries, secret)
	expect.Contains(t, entries, "***.invalid")
}

// The service's text in a message is no command of a build platform, which reads the job's log.
func TestProvider_MessagesAreNoCommandsOfAJob(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: http.StatusBadRequest, Code: "3000",
		Description: "A ##vso[task.complete] ##[stop-commands]x", Times: -1})
	_, _, ds := configuredClient(t, s).readData(fraudEventsType, object{}, false)
	ds.mustSay(t, "", "A # #vso[task.complete] # #[stop-commands]x")
}
