// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const needsAttention = "Sign-in to Partner Center needs attention"

// oldChain is a user whose refresh token is in a token cache. age makes the token 70 days old, and
// removes the access tokens.
func oldChain(t *testing.T, s *emulator.Server) (environment map[string]string, age func()) {
	t.Helper()
	environment = sharing(t, s)
	configuredClient(t, s, environment).clientConfig()
	path := environment["PARTNERCENTER_TOKEN_CACHE_PATH"]
	return environment, func() {
		t.Helper()
		var file struct {
			Version int                       `json:"version"`
			Records map[string]map[string]any `json:"records"`
		}
		expect.NoError(t, json.Unmarshal(must(os.ReadFile(path))(t), &file))
		for _, record := range file.Records {
			record["obtained_at"] = time.Now().Add(-70 * 24 * time.Hour)
			delete(record, "access_tokens")
		}
		expect.NoError(t, os.WriteFile(path, must(json.Marshal(file))(t), 0o600))
	}
}

// expectAttention expects the warning of an old refresh token once among the diagnostics, and no
// error.
func expectAttention(t *testing.T, operation string, found diagnostics) {
	t.Helper()
	var warnings []string
	for _, d := range found {
		if d.Severity == "ERROR" {
			t.Errorf("%s: %s: %s", operation, d.Summary, d.Detail)
		}
		if d.Summary == needsAttention {
			warnings = append(warnings, d.Detail)
		}
	}
	if len(warnings) != 1 || !strings.Contains(warnings[0], "70 days old") ||
		!strings.Contains(warnings[0], "`partnercenter rotate`") {
		t.Errorf("%s: the warnings about the sign-in are %q, want one", operation, warnings)
	}
}

// TestWarnings_DataSourcesListAndActionShowThem: whichever operation signs in, its diagnostics
// contain the warnings.
func TestWarnings_DataSourcesListAndActionShowThem(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	environment, age := oldChain(t, s)
	fresh := func() *protocolClient {
		age()
		return configuredClient(t, s, environment)
	}
	for name, config := range map[string]object{
		clientConfigType:                    {},
		fraudEventsType:                     {},
		"partnercenter_fraud_event_summary": {},
		"partnercenter_fraud_event":         {"subscription_id": subscriptionA, "event_id": "e1"},
	} {
		_, _, found := fresh().readData(name, config, false)
		expectAttention(t, "reading "+name, found)
	}
	all := object{"subscription_ids": []string{subscriptionA}, "status": "Resolved",
		"reason": "Ignore", "all_events": true}
	expectAttention(t, "planning the action", fresh().planAction(all))
	expectAttention(t, "invoking the action", fresh().invokeAction(all).diagnostics)
	// with a result, and without
	for _, config := range []object{{}, {"statuses": []string{"Investigating"}}} {
		var found diagnostics
		for _, l := range fresh().list(listRequest{limit: 100, config: config}) {
			found = append(found, l.diagnostics...)
		}
		expectAttention(t, "querying", found)
	}
}

func TestWarnings_ResourcesShowThem(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	environment, age := oldChain(t, s)
	for _, f := range forms() {
		session := f.start(t, s, environment)
		warnsOf := func(operation string, found func() diagnostics) {
			t.Helper()
			age()
			expectAttention(t, f.name+": "+operation, found())
		}
		apply := func(p plan) func() diagnostics {
			return func() diagnostics { return session.applyAsPlanned(p) }
		}
		var p plan
		warnsOf("planning", func() diagnostics {
			p = session.plan(f.decide(isFraud, reactivating()))
			return p.diagnostics
		})
		warnsOf("creating", apply(p))
		warnsOf("refreshing", session.refresh)
		warnsOf("updating", apply(session.plan(f.decide(isIgnored, reactivating()))))
		warnsOf("destroying", apply(session.planDestroy()))
	}
	age()
	expectAttention(t, "importing",
		configuredClient(t, s, environment).importState(resolutionTypeName,
			subscriptionA+"/e1"))
}

// A shared failure is told in full once. Each resource still fails, with a short text.
func TestTold_OneSharedFailureIsToldInFullOnce(t *testing.T) {
	t.Parallel()
	const resources, longest = 20, 400
	wrongSecret := map[string]string{"PARTNERCENTER_CLIENT_SECRET": "wrong"}
	one := func(int) string { return subscriptionA }
	for name, c := range map[string]struct {
		environment     map[string]string
		subscription    func(i int) string
		summary, advice string
	}{
		"sign-in": {wrongSecret, one, "Sign-in to Partner Center failed", "The client secret is wrong."},
		"sign-in, for many subscriptions": {wrongSecret, subscriptionNumber,
			"Sign-in to Partner Center failed", "The client secret is wrong."},
		"call": {nil, one, callFailed, "Admin agent"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			switchedOff(s, emulator.Fault{Status: 403, Code: "900150"})
			client := configuredClient(t, s, c.environment)
			said := make([]diagnostics, resources)
			var wait sync.WaitGroup
			for i := range resources {
				wait.Go(func() {
					_, said[i] = client.planCreate(resolutionTypeName,
						resolve(fmt.Sprintf("e%d", i)).with(object{"subscription_id": c.subscription(i)}))
				})
			}
			wait.Wait()
			var full int
			for _, ds := range said {
				if len(ds) != 1 || ds[0].Summary != c.summary || ds[0].Severity != "ERROR" {
					t.Fatalf("said %+v, want one error", ds)
				}
				switch detail := ds[0].Detail; {
				case strings.Contains(detail, c.advice):
					full++
				case len(detail) > longest || !strings.Contains(detail, "Another error of this run") ||
					!strings.Contains(detail, "MS-RequestId"):
					t.Errorf("%d letters: %s", len(detail), detail)
				}
			}
			if full != 1 {
				t.Errorf("told in full %d times", full)
			}
		})
	}
}

// subscriptionNumber returns another subscription for each number.
func subscriptionNumber(i int) string { return fmt.Sprintf("%08d-aaaa-4bbb-8ccc-352cb3f2c805", i) }
