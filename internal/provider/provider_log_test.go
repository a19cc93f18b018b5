// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// logEntries configures a provider, lists events, and returns the log.
func logEntries(t *testing.T, s *emulator.Server, config object,
	environment map[string]string) (entries []map[string]any, text string) {
	t.Helper()
	var log bytes.Buffer
	c := newProtocolClient(t, providersFor(s, environment))
	c.ctx = tflogtest.RootLogger(t.Context(), &log)
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
