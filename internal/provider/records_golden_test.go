// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// readCase is a mistake in a data source, or a failure of its service.
type readCase struct {
	name        string
	config      object
	environment map[string]string
	arrange     func(*emulator.Server) map[string]string // returns further variables
}

// TestRecordsMessages_Golden shows every message of the data sources about what happened: audit
// records, MFA, and the security score.
func TestRecordsMessages_Golden(t *testing.T) {
	t.Parallel()
	var cases []goldenCase
	for _, group := range []struct {
		title, typeName string
		cases           []readCase
	}{
		{"Audit records: input", auditRecordsType, auditInputCases()},
		{"Audit records: service", auditRecordsType, append(auditServiceCases(),
			codeCases(emulator.KindAuditRecords, object{"last_days": 1})...)},
		{"MFA status", mfaStatusType, append(slices.DeleteFunc(
			codeCases(emulator.KindMFAPrincipals, object{}),
			func(c readCase) bool { return strings.Contains(c.name, "403/20002") }), // about a customer
			signInCases(object{})...)},
		{"Security score", securityScoreType, scoreCases()},
	} {
		title := "# " + group.title + "\n\n"
		for _, c := range group.cases {
			cases = append(cases, goldenCase{title, c.name, func(t *testing.T) string {
				t.Helper()
				return strings.NewReplacer(daysAgo(89), "<89 days ago>", daysAgo(90), "<90 days ago>",
					daysAgo(0), "<today>", daysAgo(1), "<yesterday>", daysAgo(-1),
					"<tomorrow>").Replace(c.run(t, group.typeName))
			}})
			title = ""
		}
	}
	compareCases(t, "records.golden", cases)
}

// run validates and plans, and returns what is said.
func (c readCase) run(t *testing.T, typeName string) string {
	t.Helper()
	s := startEmulator(t, event("e1"))
	more := map[string]string{}
	if c.arrange != nil {
		more = c.arrange(s)
	}
	client := newProtocolClient(t, providersFor(s,
		map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"}, c.environment, more))
	if found := client.validateData(typeName, c.config); hasError(found) {
		return found.text("validate")
	}
	if found := client.configure(object{}); hasError(found) {
		return found.text("plan")
	}
	state, _, found := client.readData(typeName, c.config, false)
	if !hasError(found) || state != nil && state["records"] != nil {
		t.Errorf("%s: no error, or a state of %v", c.name, state)
	}
	return found.text("plan")
}

func auditInputCases() []readCase {
	return []readCase{
		{name: "no dates", config: object{}},
		{name: "a start before the first record", config: object{"start_date": daysAgo(90)}},
		{name: "an end before the first record",
			config: object{"start_date": daysAgo(90), "end_date": daysAgo(90)}},
		{name: "a start in the future", config: object{"start_date": daysAgo(-1)}},
		{name: "an end before the start",
			config: object{"start_date": daysAgo(0), "end_date": daysAgo(1)}},
		{name: "a date of another form", config: object{"start_date": "6/1/2026"}},
		{name: "a time", config: object{"start_date": "2026-04-30T00:00:00Z"}},
		{name: "no such day", config: object{"start_date": "2026-02-30"}},
		{name: "too many days", config: object{"last_days": 91}},
		{name: "no days", config: object{"last_days": 0}},
		{name: "days and a start", config: object{"last_days": 1, "start_date": daysAgo(1)}},
		{name: "days and an end", config: object{"last_days": 1, "end_date": daysAgo(1)}},
		{name: "a customer that is no GUID",
			config: object{"last_days": 1, "customer_tenant_id": "contoso.com"}},
		{name: "an empty name", config: object{"last_days": 1, "customer_name_contains": ""}},
		{name: "an empty resource type", config: object{"last_days": 1, "resource_type": ""}},
		{name: "no operation types", config: object{"last_days": 1, "operation_types": []any{}}},
		{name: "an empty status", config: object{"last_days": 1, "operation_statuses": []any{""}}},
		{name: "a null among the users",
			config: object{"last_days": 1, "user_principal_names": []any{nil}}},
		{name: "no time",
			config: object{"last_days": 1, "timeouts": object{"read": "0s"}}},
	}
}

func auditServiceCases() []readCase {
	answer := func(f emulator.Fault) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string {
			f.Kind, f.Times = emulator.KindAuditRecords, -1
			s.AddFault(f)
			return nil
		}
	}
	days := object{"last_days": 1}
	return []readCase{
		{name: "china", config: days,
			environment: map[string]string{"PARTNERCENTER_ENVIRONMENT": "china"}},
		{name: "refused without a code", config: days,
			arrange: answer(emulator.Fault{Status: 400, Body: `{"message":"The request is invalid."}`})},
		{name: "a page of HTML", config: days,
			arrange: answer(emulator.Fault{Status: 200, Body: "<html>"})},
		{name: "another form", config: days, arrange: answer(emulator.Fault{Status: 200, Body: "{}"})},
		{name: "the same page again", config: days, arrange: answer(emulator.Fault{Status: 200,
			Body: `{"items":[{"id":"1"}],"continuationToken":"t"}`})},
		{name: "a broken connection", config: days, arrange: answer(emulator.Fault{Drop: true})},
	}
}

// codeCases are refusals with the documented codes (docs-dev/api.md, Error codes).
func codeCases(kind string, config object) (cases []readCase) {
	for _, code := range []string{"400/800002", "401/900420", "401/900421", "403/900150",
		"403/900308", "403/20002", "403/900309", "403/900329", "404/1000", "404/60003", "429/",
		"500/800003", "503/", "504/"} {
		status, number, _ := strings.Cut(code, "/")
		cases = append(cases, readCase{name: "refused with " + strings.TrimSuffix(code, "/"),
			config: config, arrange: func(s *emulator.Server) map[string]string {
				status, _ := strconv.Atoi(status)
				s.AddFault(emulator.Fault{Kind: kind, Times: -1, Status: status, Code: number,
					Description: "The words of Partner Center."})
				return nil
			}})
	}
	return cases
}

// signInCases are sign-ins that a call needs another one than.
func signInCases(config object) []readCase {
	return []readCase{
		{name: "an app without a user", config: config,
			arrange: func(s *emulator.Server) map[string]string {
				return map[string]string{"PARTNERCENTER_ACCESS_TOKEN": s.AccessToken(emulator.AppOnly())}
			}},
		{name: "a user without the role", config: config, arrange: withRole("HelpdeskAgent")},
	}
}

func withRole(role string) func(*emulator.Server) map[string]string {
	return func(s *emulator.Server) map[string]string {
		return map[string]string{
			"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(emulator.WithRole(role))}
	}
}

func scoreCases() []readCase {
	answer := func(status int, code, message string) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string {
			s.AddFault(emulator.Fault{Kind: emulator.KindScore, Times: -1, Status: status, Code: code,
				Description: message})
			return nil
		}
	}
	body := func(kind, body string) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string {
			s.AddFault(emulator.Fault{Kind: kind, Times: -1, Status: http.StatusOK, Body: body})
			return nil
		}
	}
	behave := func(change func(*emulator.Behaviour)) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string {
			s.SetBehaviour(change)
			return nil
		}
	}
	insights := object{"include_customer_insights": true}
	return []readCase{
		{name: "china", environment: map[string]string{"PARTNERCENTER_ENVIRONMENT": "china"}},
		{name: "no consent", arrange: behave(func(b *emulator.Behaviour) { b.NoGraphConsent = true })},
		{name: "no permission", arrange: answer(403, "Authorization_RequestDenied",
			"Insufficient privileges to complete the operation.")},
		{name: "no role", arrange: withRole("HelpdeskAgent")},
		{name: "no MFA", arrange: func(s *emulator.Server) map[string]string {
			return map[string]string{
				"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(emulator.WithoutMFA())}
		}},
		{name: "a token for Partner Center", arrange: func(s *emulator.Server) map[string]string {
			return map[string]string{"PARTNERCENTER_ACCESS_TOKEN": s.AccessToken()}
		}},
		{name: "no score", arrange: behave(func(b *emulator.Behaviour) { b.GraphNoScore = true })},
		{name: "an invalid request", arrange: answer(400, "BadRequest", "The words of Graph.")},
		{name: "an invalid token", arrange: answer(401, "InvalidAuthenticationToken",
			"Access token validation failure.")},
		{name: "too many requests", arrange: answer(429, "TooManyRequests", "The words of Graph.")},
		{name: "a failure", arrange: answer(500, "InternalServerError", "The words of Graph.")},
		{name: "not available", arrange: answer(503, "ServiceUnavailable", "The words of Graph.")},
		{name: "another form", arrange: body(emulator.KindScore, `{"score":1}`)},
		{name: "no number", arrange: body(emulator.KindScore, `{"currentScore":"high"}`)},
		{name: "a requirement without a type",
			arrange: body(emulator.KindRequirements, `{"value":[{"score":1}]}`)},
		{name: "a next page elsewhere", config: insights, arrange: body(emulator.KindInsights,
			`{"value":[],"@odata.nextLink":"https://graph.example.com/beta/x"}`)},
		{name: "a wrong base URL", environment: map[string]string{
			"PARTNERCENTER_GRAPH_BASE_URL": "https://graph.microsoft.com/beta"}},
	}
}
