// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// TestProvider_UnknownValuesNeverFallBackToTheEnvironment makes one attribute after the other
// unknown, in an environment that has a value for all of them.
func TestProvider_UnknownValuesNeverFallBackToTheEnvironment(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	for _, a := range newProtocolClient(t, providersFor(s)).schemas.Provider.Block.Attributes {
		c := newProtocolClient(t, providersFor(s))
		config := object{a.Name: unknownYet}
		c.validateProvider(config).none(t)
		c.configure(config).none(t)

		_, _, diags := c.readData(fraudEventsType, object{}, false)
		diags.mustSay(t, "", "not known yet", a.Name)

		// A resolution can still be planned; values that only Partner Center knows stay unknown.
		p, diags := c.planCreate(resolutionTypeName, resolve("e1"))
		diags.none(t)
		planned, _ := decodeValue(t, p.state).(map[string]any)
		expectEqual(t, a.Name+" unknown: severity", any(unknownYet), planned["severity"])
	}
	expectEqual(t, "requests", 0, s.Count(emulator.KindAny))
}

func TestProvider_ValidateNeedsNeitherCredentialsNorNetwork(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	nothing := map[string]string{}
	for name := range s.Env() {
		nothing[name] = ""
	}
	for _, environment := range []map[string]string{nothing, {}} {
		c := newProtocolClient(t, providersFor(s, environment))
		c.validateProvider(object{}).none(t)
		c.validateProvider(object{"base_url": "https://127.0.0.1:1",
			"authority_host": "https://127.0.0.1:1"}).none(t)
		c.validateData(fraudEventsType,
			object{"subscription_id": subscriptionA, "statuses": []string{"active"},
				"detected_after": unknownYet}).none(t)
		c.validateResource(resolutionTypeName, resolve("e1")).none(t)
		c.validateResource(resolutionTypeName,
			resolve("e1", object{"status": unknownYet, "reason": unknownYet})).none(t)
	}
	expectEqual(t, "requests", 0, s.Count(emulator.KindAny))
}

func TestProvider_SignsInAtTheFirstCallAndOnce(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := configuredClient(t, s)
	expectEqual(t, "requests", 0, s.Count(emulator.KindAny))
	c.events(object{})
	c.events(object{})
	if tokens, lists := s.Count(emulator.KindToken), s.Count(emulator.KindList); tokens != 1 ||
		lists != 2 {
		t.Errorf("%d sign-ins for %d listings, want 1 for 2", tokens, lists)
	}
}

// requestsOf returns the requests of some kinds.
func requestsOf(s *emulator.Server, kinds ...string) []emulator.Request {
	return slices.DeleteFunc(s.Requests(),
		func(r emulator.Request) bool { return !slices.Contains(kinds, r.Kind) })
}

func TestProvider_UserAgentNamesTerraformAndTheProvider(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	configuredClient(t, s).events(object{})
	const want = "HashiCorp Terraform/1.11.4 (+https://www.terraform.io) " +
		"terraform-provider-partnercenter/test"
	for _, r := range s.Requests() {
		expectEqual(t, r.Method+" "+r.Path, want, r.Header.Get("User-Agent"))
	}
}

func TestProvider_OneCorrelationIDForEachProcess(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	correlation, request := map[string]bool{}, map[string]bool{}
	for range 2 {
		c := configuredClient(t, s)
		c.events(object{})
		p, diags := c.planCreate(resolutionTypeName, resolve("e1"))
		expectDiagnostics(t, diags)
		_, diags = c.applyCreate(resolutionTypeName, p)
		diags.none(t)
	}
	calls := requestsOf(s, emulator.KindList, emulator.KindUpdate)
	for _, r := range calls {
		correlation[r.Header.Get("MS-CorrelationId")] = true
		request[r.Header.Get("MS-RequestId")] = true
	}
	if len(correlation) != 2 || correlation[""] {
		t.Errorf("two processes sent the correlation ids %v, want one each",
			slices.Collect(maps.Keys(correlation)))
	}
	if len(calls) < 5 || len(request) != len(calls) || request[""] {
		t.Errorf("%d request ids in %d calls, want as many", len(request), len(calls))
	}
}

func TestProvider_MaxRetriesHoldForListingsAndTheSignIn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind       string
		max, calls int
	}{{emulator.KindList, 0, 1}, {emulator.KindList, 1, 2}, {emulator.KindToken, 0, 1}} {
		s := startEmulator(t)
		s.AddFault(emulator.Fault{Kind: test.kind, Status: 503, HTML: true, Times: -1})
		c := newProtocolClient(t, providersFor(s, map[string]string{"PARTNERCENTER_MAX_RETRIES": "5"}))
		c.configure(object{"max_retries": test.max}).none(t)
		_, _, diags := c.readData(fraudEventsType, object{}, false)
		diags.mustSay(t, "", "HTTP 503")
		expectEqual(t, fmt.Sprintf("%s calls, max_retries %d", test.kind, test.max), test.calls,
			s.Count(test.kind))
	}
}

func TestProvider_PlainHTTPOnLoopback(t *testing.T) {
	t.Parallel()
	s := must(emulator.Start(emulator.Options{PlainHTTPAPI: true}))(t)
	t.Cleanup(func() { _ = s.Close() })
	s.Inject(event("e1"))
	if !strings.HasPrefix(s.BaseURL(), "http://") {
		t.Fatalf("the API is at %s", s.BaseURL())
	}
	expectIDs(t, configuredClient(t, s).events(object{}), "e1")
}

// A misspelled variable has no effect, and nothing else would report it.
func TestProvider_UnknownVariablesAreWarnedOf(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	c := newProtocolClient(t, providersFor(s, map[string]string{
		"PARTNERCENTER_CLIENTID": "s3cret", "PARTNERCENTR_TENANT_ID": "s3cret",
		"PARTNERCENTER_TEST_EVENT_ID": "e1",
	}))
	diags := c.configure(object{})
	expectDiagnostics(t, diags, aWarning("Unknown environment variable", "",
		"PARTNERCENTER_CLIENTID", "PARTNERCENTER_CLIENT_ID?",
		"PARTNERCENTR_TENANT_ID", "PARTNERCENTER_TENANT_ID?"))
	expectNot(t, diags[0].Detail, "s3cret")
	expectNot(t, diags[0].Detail, "TEST_EVENT_ID")
}

// logEntries configures a provider, lists events, and returns the log.
func logEntries(t *testing.T, s *emulator.Server, config object,
	environment map[string]string) (entries []map[string]any, text string) {
	t.Helper()
	var log bytes.Buffer
	c := newProtocolClient(t, providersFor(s, environment))
	c.ctx = context.WithValue(t.Context(), logKey{}, &log)
	c.configure(config).none(t)
	c.events(object{})
	text = log.String()
	entries = must(tflogtest.MultilineJSONDecode(&log))(t)
	return entries, text
}

// entry returns the one entry with that message, and its level.
func entry(t *testing.T, entries []map[string]any, message string) map[string]any {
	t.Helper()
	var found []map[string]any
	for _, e := range entries {
		if e["@message"] == message {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d entries say %q, want one, of %v", len(found), message, entries)
	}
	return found[0]
}

func TestProvider_LogsMethodAndOriginsButNoValues(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	tenant := s.Env()["PARTNERCENTER_TENANT_ID"]
	for name, test := range map[string]struct {
		config      object
		environment map[string]string
		want        map[string]any
	}{
		"the environment": {nil, nil, map[string]any{"method": "refresh_token",
			"refresh_token_from": "PARTNERCENTER_REFRESH_TOKEN", "environment_from": nil}},
		"the group of ARM variables": {nil, map[string]string{
			"PARTNERCENTER_TENANT_ID": "", "PARTNERCENTER_CLIENT_ID": "", "PARTNERCENTER_CLIENT_SECRET": "",
			"ARM_TENANT_ID": tenant, "ARM_CLIENT_ID": s.ClientID(), "ARM_CLIENT_SECRET": s.ClientSecret(),
		}, map[string]any{"tenant_id_from": "ARM_TENANT_ID", "client_secret_from": "ARM_CLIENT_SECRET"}},
		"the provider block": {object{"access_token": s.AccessToken(), "max_retries": 3,
			"new_events_model": true}, nil, map[string]any{"method": "access_token",
			"access_token_from": "access_token", "refresh_token_from": nil,
			"max_retries_from": "max_retries", "new_events_model_from": "new_events_model"}},
	} {
		entries, text := logEntries(t, s, test.config, test.environment)
		e := entry(t, entries, "Partner Center sign-in configured")
		if e["@level"] != "info" {
			t.Errorf("%s: logged at %v, want info", name, e["@level"])
		}
		if build, _ := e["build"].(string); !strings.Contains(build, runtime.Version()) {
			t.Errorf("%s: the build is %q", name, build)
		}
		for key, want := range test.want {
			if e[key] != want {
				t.Errorf("%s: %s is %v, want %v", name, key, e[key], want)
			}
		}
		for _, v := range e {
			if v == tenant || v == s.ClientID() || v == s.BaseURL() {
				t.Errorf("%s: the entry holds the value %v", name, v)
			}
		}
		for _, secret := range s.IssuedSecrets() {
			if strings.Contains(text, secret) {
				t.Errorf("%s: the log holds a secret", name)
			}
		}
	}
}

// TestProvider_LogsEachAttempt with the facts that support asks for, and without headers or bodies.
func TestProvider_LogsEachAttempt(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 503, RetryAfter: "1"})
	entries, _ := logEntries(t, s, object{}, nil)
	var attempts []float64
	for _, e := range entries {
		if url, _ := e["url"].(string); e["@message"] == "HTTP attempt" &&
			strings.Contains(url, "/v1/fraudEvents") {
			n, _ := e["attempt"].(float64)
			attempts = append(attempts, n)
			if id, _ := e["request_id"].(string); id == "" {
				t.Error("an attempt is logged without its request id")
			}
		}
	}
	expectEqual(t, "attempts", []float64{1, 2}, attempts)
}

func TestLimitFrameworkLog_GoesAsFarAsTerraformShows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		given map[string]string
		want  string
	}{
		"nothing is shown":        {map[string]string{}, "OFF"},
		"the level of everything": {map[string]string{"TF_LOG": "DEBUG"}, "DEBUG"},
		"the level of providers": {map[string]string{"TF_LOG": "WARN", "TF_LOG_PROVIDER": "TRACE"},
			"TRACE"},
		"the level of the SDKs": {map[string]string{"TF_LOG_SDK": "TRACE"}, ""},
		"the level of the framework": {map[string]string{"TF_LOG_SDK_FRAMEWORK": "INFO",
			"TF_LOG": "TRACE"}, "INFO"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environment := test.given
			provider.LimitFrameworkLog(
				func(name string) string { return environment[name] },
				func(name, value string) error { environment[name] = value; return nil },
			)
			expectEqual(t, "level", test.want, environment["TF_LOG_SDK_FRAMEWORK"])
		})
	}
}
