// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

type messageGroup struct {
	title string
	cases []messageCase
}

// messageGroups are the cases of testdata/messages.golden.
func messageGroups() []messageGroup {
	return []messageGroup{
		{"Invalid resolutions", resolutionInputCases()},
		{"Invalid decisions", manyInputCases()},
		{"Invalid filters", filterInputCases()},
		{"Invalid actions", actionInputCases()},
		{"Invalid provider configurations", providerInputCases()},
		{"Invalid configurations of the sign-in", signInInputCases()},
		{"Missing credentials", missingCredentialCases()},
		{"Refused credentials", refusedCredentialCases()},
		{"Problems of the network", networkCases()},
		{"Problems of the service", serviceCases()},
		{"Unexpected events", eventCases()},
	}
}

// resolve returns a valid configuration of a resolution, with changes. A nil value removes an
// attribute.
func resolve(eventID string, changes ...object) object {
	o := object{"subscription_id": subscriptionA, "event_id": eventID, "status": "Resolved",
		"reason": "Fraud"}
	for _, c := range changes {
		maps.Copy(o, c)
	}
	return o
}

func resolutionInputCases() []messageCase {
	return []messageCase{
		{name: "subscription id is not a GUID",
			resource: resolve("e1", object{"subscription_id": "Azure plan"})},
		{name: "subscription id in braces",
			resource: resolve("e1", object{"subscription_id": "{" + subscriptionA + "}"})},
		{name: "event id is empty", resource: resolve("")},
		{name: "event id was copied with a line break", resource: resolve("e1\n")},
		{name: "event id contains a control character", resource: resolve("e\x001")},
		{name: "Resolved without a reason", resource: resolve("e1", object{"reason": nil})},
		{name: "Resolved with an empty reason", resource: resolve("e1", object{"reason": ""})},
		{name: "a reason without Resolved", resource: resolve("e1", object{"status": "Investigating"})},
		{name: "unknown status", resource: resolve("e1", object{"status": "Closed", "reason": nil})},
		{name: "unknown status with a reason", resource: resolve("e1", object{"status": "Resolve"})},
		{name: "status in another case", resource: resolve("e1", object{"status": "resolved"})},
		{name: "unknown reason", resource: resolve("e1", object{"reason": "None"})},
		{name: "reason in another case", resource: resolve("e1", object{"reason": "FRAUD"})},
		{name: "a timeout that is not a duration",
			resource: resolve("e1", object{"timeouts": object{"create": "5 minutes"}})},
		{name: "a negative timeout",
			resource: resolve("e1", object{"timeouts": object{"create": "-5s"}})},
		{name: "import id without a slash", importID: subscriptionA},
		{name: "import id whose subscription is not a GUID", importID: "Azure plan/e1"},
		{name: "import id without an event", importID: subscriptionA + "/"},
		{name: "import id with only an event id",
			importID: subscriptionA + "_2edeb5b1-766f-4209-9271-3ddf27755afa"},
	}
}

// manyInputCases are mistakes that are possible only in one decision of several.
func manyInputCases() []messageCase {
	return []messageCase{
		{name: "no decisions", many: decisions{}},
		{name: "a blank event id", many: decisions{" ": resolved("Fraud")}},
		{name: "event ids that differ only in case",
			many: decisions{"e1": resolved("Fraud"), "E1": resolved("Fraud")}},
		{name: "a reason in another case", many: decisions{"e1": resolved("fraud")}},
		{name: "an unknown status", many: decisions{"e1": open("Done")}},
		{name: "a null decision", many: decisions{"e1": nil}},
		{name: "errors of several", many: decisions{"a": open("Resolved"),
			"b": map[string]any{"status": "Active", "reason": "Fraud"}, "c": resolved("Fraud")}},
	}
}

func filterInputCases() []messageCase {
	return []messageCase{
		{name: "subscription id is not a GUID", data: object{"subscription_id": "Azure plan"}},
		{name: "subscription id is empty", data: object{"subscription_id": ""}},
		{name: "customer is a domain", data: object{"customer_tenant_id": "fabrikam.onmicrosoft.com"}},
		{name: "reseller is a name", data: object{"value_added_reseller_tenant_id": "Northwind"}},
		{name: "unknown status", data: object{"statuses": []string{"Active", "Closed"}}},
		{name: "no statuses", data: object{"statuses": []string{}}},
		{name: "unknown severity", data: object{"severities": []string{"Critical"}}},
		{name: "an empty event type", data: object{"event_types": []string{""}}},
		{name: "a time in words", data: object{"detected_after": "yesterday"}},
		{name: "a time without a zone", data: object{"detected_before": "2026-01-15T00:00:00"}},
		{name: "an empty time", data: object{"detected_after": ""}},
		{name: "after later than before",
			data: object{"detected_after": "2026-02-01T00:00:00Z",
				"detected_before": "2026-01-01T00:00:00Z"}},
		{name: "after equal to before",
			data: object{"detected_after": "2026-02-01T00:00:00Z",
				"detected_before": "2026-02-01T01:00:00+01:00"}},
		{name: "both times invalid", data: object{"detected_after": "yesterday",
			"detected_before": "today"}},
	}
}

func providerInputCases() []messageCase {
	env := func(name, value string) map[string]string { return map[string]string{name: value} }
	return []messageCase{
		{name: "plain HTTP off loopback",
			provider: object{"base_url": "http://api.partnercenter.microsoft.com"}},
		{name: "plain HTTP off loopback, by variable",
			environment: env("PARTNERCENTER_BASE_URL", "http://partner.example.com")},
		{name: "base URL as in Microsoft's documentation",
			provider: object{"base_url": "https://api.partnercenter.microsoft.com/v1"}},
		{name: "base URL as in Microsoft's documentation, by variable",
			environment: env("PARTNERCENTER_BASE_URL",
				"https://api.partnercenter.microsoft.com/V1/fraudEvents")},
		{name: "base URL with a password",
			provider: object{"base_url": "https://kim:secret@partner.example.com"}},
		{name: "base URL is a host name",
			provider: object{"base_url": "api.partnercenter.microsoft.com"}},
		{name: "authority over plain HTTP", provider: object{"authority_host": "http://127.0.0.1:8443"}},
		{name: "authority with a path",
			provider: object{"authority_host": "https://login.microsoftonline.com/common"}},
		{name: "unknown cloud", provider: object{"environment": "germany"}},
		{name: "unknown cloud, by variable", environment: env("PARTNERCENTER_ENVIRONMENT", "germany")},
		{name: "tenant is common", provider: object{"tenant_id": "common"}},
		{name: "tenant is a name, by variable",
			environment: env("PARTNERCENTER_TENANT_ID", "Contoso CSP")},
		{name: "client id is a name", provider: object{"client_id": "terraform"}},
		{name: "refresh token in quotation marks", provider: object{"refresh_token": `"0.AXwA"`}},
		{name: "refresh token with a line break",
			environment: env("PARTNERCENTER_REFRESH_TOKEN", "0.AXwA\nqqq")},
		{name: "access token with its scheme", provider: object{"access_token": "Bearer eyJ0eXAi"}},
		{name: "two users in the provider block",
			provider: object{"access_token": "eyJ0eXAi", "refresh_token": "0.AXwA"}},
		{name: "an invalid boolean, by variable",
			environment: env("PARTNERCENTER_NEW_EVENTS_MODEL", "yes")},
		{name: "an invalid count, by variable",
			environment: env("PARTNERCENTER_MAX_RETRIES", "many")},
		{name: "a negative count", provider: object{"max_retries": -1}},
		{name: "a negative count, by variable", environment: env("PARTNERCENTER_MAX_RETRIES", "-1")},
		{name: "the CA bundle is missing", provider: object{"ca_bundle_path": "testdata/none.pem"}},
		{name: "the CA bundle is missing, by variable",
			environment: env("PARTNERCENTER_CA_BUNDLE_PATH", "testdata/none.pem")},
		{name: "the CA bundle contains no certificate",
			provider: object{"ca_bundle_path": "testdata/messages.golden"}},
		{name: "a path with somebody else's home folder",
			provider: object{"ca_bundle_path": "~kim/ca.pem"}},
		{name: "a path without a home folder, by variable",
			environment: env("PARTNERCENTER_CA_BUNDLE_PATH", "~/ca.pem")},
		{name: "a placeholder", provider: object{"tenant_id": "${{ vars.TENANT_ID }}"}},
		{name: "a placeholder, by variable",
			environment: env("PARTNERCENTER_REFRESH_TOKEN", "$(RefreshToken)")},
		{name: "an empty read-only variable", environment: env("PARTNERCENTER_READ_ONLY", "")},
		{name: "unknown, and needed for a data source",
			provider: object{"tenant_id": unknownYet, "refresh_token": unknownYet}},
		{name: "unknown, and needed for an apply", provider: object{"tenant_id": unknownYet},
			resource: resolve("e1")},
	}
}

func networkCases() []messageCase {
	const nobody = "https://127.0.0.1:1" // a port without a listener
	withToken := func(name, value string) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string {
			return map[string]string{name: value, "PARTNERCENTER_ACCESS_TOKEN": s.AccessToken(),
				"PARTNERCENTER_MAX_RETRIES": "0"}
		}
	}
	fault := func(f emulator.Fault) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string {
			f.Times = -1
			s.AddFault(f)
			return map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"}
		}
	}
	return []messageCase{
		{name: "no server at the sign-in host's address",
			environment: map[string]string{"PARTNERCENTER_AUTHORITY_HOST": nobody,
				"PARTNERCENTER_MAX_RETRIES": "0"}},
		{name: "no server at the API's address", arrange: withToken("PARTNERCENTER_BASE_URL", nobody)},
		{name: "CA of the sign-in host not trusted",
			environment: map[string]string{"PARTNERCENTER_CA_BUNDLE_PATH": ""}},
		{name: "CA of the API not trusted", arrange: withToken("PARTNERCENTER_CA_BUNDLE_PATH", "")},
		{name: "a proxy's page at sign-in",
			arrange: fault(emulator.Fault{Kind: emulator.KindToken, HTML: true})},
		{name: "a proxy's page instead of the API",
			arrange: fault(emulator.Fault{Kind: emulator.KindList, HTML: true})},
		{name: "a proxy's refusal instead of the API",
			arrange: fault(emulator.Fault{Kind: emulator.KindList, HTML: true,
				Status: http.StatusForbidden})},
		{name: "a redirect", arrange: fault(emulator.Fault{
			Kind: emulator.KindList, Status: http.StatusTemporaryRedirect,
			Location: "https://login.hotel.example.com/?next=1", HTML: true,
		})},
		{name: "the connection breaks",
			arrange: fault(emulator.Fault{Kind: emulator.KindList, Drop: true})},
	}
}

func serviceCases() []messageCase {
	fault := func(f emulator.Fault, retries string) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string {
			f.Kind, f.Times = emulator.KindList, -1
			s.AddFault(f)
			return map[string]string{"PARTNERCENTER_MAX_RETRIES": retries}
		}
	}
	return []messageCase{
		{name: "throttled, and told to wait longer than the timeout",
			arrange: fault(emulator.Fault{Status: http.StatusTooManyRequests, RetryAfter: "3600"}, "6")},
		{name: "throttled, without a retry",
			arrange: fault(emulator.Fault{Status: http.StatusTooManyRequests, RetryAfter: "5"}, "0")},
		{name: "sign-in throttled", arrange: func(s *emulator.Server) map[string]string {
			s.AddFault(emulator.Fault{Kind: emulator.KindToken, Status: http.StatusTooManyRequests,
				RetryAfter: "5"})
			return map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"}
		}},
		{name: "a fault of the service",
			arrange: fault(emulator.Fault{Status: http.StatusInternalServerError}, "0")},
		{name: "not available", arrange: fault(emulator.Fault{Status: http.StatusServiceUnavailable,
			HTML: true}, "0")},
		{name: "a value unknown to the service", arrange: fault(emulator.Fault{
			Status: http.StatusBadRequest, Code: "900126",
			Description: "The value 'Active' of EventStatus could not be parsed as an enum.",
		}, "6"), data: object{"statuses": []string{"Active"}}},
		{name: "truncated JSON", arrange: fault(emulator.Fault{Body: `[{"eventId":"e1","eventTime":`},
			"0")},
		{name: "JSON that is not a list",
			arrange: fault(emulator.Fault{Body: `{"message":"hello"}`}, "0")},
		{name: "an event without an id",
			arrange: fault(emulator.Fault{Body: `[{"eventTime":"2026-01-15T00:25:45.69"}]`}, "0")},
		{name: "the operation's own timeout", data: object{"timeouts": object{"read": "3s"}},
			arrange: func(s *emulator.Server) map[string]string {
				s.AddFault(emulator.Fault{Kind: emulator.KindList, Delay: time.Minute})
				return readyToken(s)
			}},
	}
}

func eventCases() []messageCase {
	e1 := []emulator.Event{event("e1")}
	other := object{"subscription_id": subscriptionB}
	return []messageCase{
		{name: "read-only", events: e1, resource: resolve("e1"), environment: readOnly()},
		{name: "not listed under this subscription", events: e1, resource: resolve("e1", other)},
		{name: "not listed, import", events: e1, importID: subscriptionA + "/e2"},
		{name: "ambiguous id", events: []emulator.Event{event("Ab"), event("aB")},
			resource: resolve("ab")},
		{name: "a refused write", events: e1, resource: resolve("e1"),
			between: func(s *emulator.Server) {
				s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: http.StatusBadRequest,
					Code:        "3000",
					Description: "The property EventIds is invalid."})
			}},
	}
}
