// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const securityScoreType = "partnercenter_security_score"

func (c *protocolClient) securityScore(config object) (object, diagnostics) {
	c.t.Helper()
	state, _, diags := c.readData(securityScoreType, config, false)
	return state, diags
}

func scored(t *testing.T, change ...func(*emulator.Behaviour)) *emulator.Server {
	t.Helper()
	s := startEmulator(t, event("e1"), event("e2"))
	for _, f := range change {
		s.SetBehaviour(f)
	}
	return s
}

// requirement returns one of the requirements of a score.
func requirement(score object, kind string) map[string]any {
	all, _ := score["requirements"].(map[string]any)
	one, _ := all[kind].(map[string]any)
	return one
}

func TestSecurityScore_ScoreAndRequirements(t *testing.T) {
	t.Parallel()
	s := scored(t, func(b *emulator.Behaviour) {
		b.GraphAdminsWithoutMFA, b.GraphPlainScore = 1, true
	})
	got, diags := configuredClient(t, s).securityScore(object{})
	diags.none(t)
	all, _ := got["requirements"].(map[string]any)
	expectEqual(t, "requirements", 5, len(all))
	admins := requirement(got, "mfaEnforcedForAdmins")
	for name, want := range map[string]any{
		"compliance_status": "noncompliant", "state": "active", "score": int64(0),
		"max_score": int64(20), "admins_required_not_using_mfa_count": int64(1),
		"total_users_count": int64(20), "mfa_conditional_access_policy_status": "enabled",
		"average_response_hours": nil, "total_customers_count": nil,
	} {
		expectEqual(t, name, want, admins[name])
	}
	expectEqual(t, "insights", nil, got["customer_insights"])
	expectEqual(t, "max", any(int64(100)), got["max_score"])
	// 20 for MFA of customers, the alerts, and the contact; none for admins and budgets
	expectEqual(t, "current", any(int64(60)), got["current_score"])
	if got["last_refresh_date_time"] == nil || got["updated_date_time"] == nil {
		t.Errorf("got %v", got)
	}
	expectEqual(t, "calls", 2, s.Count(emulator.KindScore)+s.Count(emulator.KindRequirements))
	expectEqual(t, "calls of insights", 0, s.Count(emulator.KindInsights))
	expectEqual(t, "violations", 0, len(s.Violations()))
}

// The score follows from what happens in the world.
func TestSecurityScore_AlertsAnsweredLateLowerIt(t *testing.T) {
	t.Parallel()
	s := scored(t)
	s.Inject(event("late", func(e *emulator.Event) {
		e.EventTime = time.Now().UTC().Add(-50 * time.Hour).Format("2006-01-02T15:04:05.00")
	}))
	c := configuredClient(t, s)
	answered := func() map[string]any {
		got, diags := c.securityScore(object{})
		diags.none(t)
		return requirement(got, "securityAlertsPromptlyResolved")
	}
	expectEqual(t, "before", any("compliant"), answered()["compliance_status"])
	expect.NoError(t, s.ChangeStatus("late", "Resolved", "Fraud", "kim@contoso.com"))
	late := answered()
	expectEqual(t, "after", any("noncompliant"), late["compliance_status"])
	if hours, ok := late["average_response_hours"].(int64); !ok || hours != 50 {
		t.Errorf("average %v", late["average_response_hours"])
	}
}

func TestSecurityScore_CustomerInsightsPageByPage(t *testing.T) {
	t.Parallel()
	s := scored(t, func(b *emulator.Behaviour) {
		b.GraphPageSize, b.GraphCustomersWithoutMFA = 1, 1
	})
	s.Inject(event("other", func(e *emulator.Event) {
		e.SubscriptionID, e.CustomerTenantID = subscriptionB, "FFFFFFFF-1111-4111-8111-111111111111"
	}))
	got, diags := configuredClient(t, s).securityScore(object{"include_customer_insights": true})
	diags.none(t)
	insights, _ := got["customer_insights"].(map[string]any)
	expectEqual(t, "customers", 2, len(insights))
	other, _ := insights["ffffffff-1111-4111-8111-111111111111"].(map[string]any)
	expectEqual(t, "users", any(int64(5)), other["total_users_count"])
	expectEqual(t, "calls", 2, s.Count(emulator.KindInsights))
}

// One sign-in serves both services, and a token for Graph is requested only if the score is read.
func TestSecurityScore_SharesTheSignIn(t *testing.T) {
	t.Parallel()
	s := scored(t)
	c := configuredClient(t, s, map[string]string{
		"PARTNERCENTER_TOKEN_CACHE_PATH": t.TempDir() + "/tokens.json"})
	c.events(object{})
	expectEqual(t, "tokens for events", 1, s.Count(emulator.KindToken))
	for range 2 {
		_, diags := c.securityScore(object{})
		diags.none(t)
	}
	expectEqual(t, "tokens for both", 2, s.Count(emulator.KindToken))
	for _, r := range s.Requests() {
		if r.Kind == emulator.KindList && strings.HasPrefix(r.Path, "/beta") {
			t.Errorf("%v", r)
		}
	}
}

// Whatever is missing, the error names the permission and how to get it.
func TestSecurityScore_WhoMayNotReadIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behaviour   func(*emulator.Behaviour)
		environment func(*emulator.Server) map[string]string
		summary     string
		says        []string
	}{
		"no consent": {
			behaviour: func(b *emulator.Behaviour) { b.NoGraphConsent = true },
			summary:   "Sign-in to Microsoft Graph failed",
			says: []string{"65001", "PartnerSecurity.Read.All", "Microsoft Graph",
				"grant admin consent", "needed to read the security score"},
		},
		"no role": {
			environment: func(s *emulator.Server) map[string]string {
				return map[string]string{"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(
					emulator.WithRole("HelpdeskAgent"))}
			},
			summary: "Microsoft Graph call failed",
			says:    []string{"HTTP 403", "PartnerSecurity.Read.All", "Admin agent"},
		},
		"no MFA": {
			environment: func(s *emulator.Server) map[string]string {
				return map[string]string{"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(
					emulator.WithoutMFA())}
			},
			summary: "Microsoft Graph call failed",
			says:    []string{"Unauthorized_MissingMFA", "multifactor authentication"},
		},
		"a token for Partner Center": {
			environment: func(s *emulator.Server) map[string]string {
				return map[string]string{"PARTNERCENTER_ACCESS_TOKEN": s.AccessToken()}
			},
			summary: "Sign-in to Microsoft Graph failed",
			says: []string{"https://api.partnercenter.microsoft.com", "Microsoft Graph requires",
				"`refresh_token`", "instead of `access_token`"},
		},
		"a token that names no service": {
			environment: func(*emulator.Server) map[string]string {
				return map[string]string{"PARTNERCENTER_ACCESS_TOKEN": "opaque"}
			},
			summary: "Sign-in to Microsoft Graph failed",
			says:    []string{"not known", "instead of `access_token`"},
		},
		"china": {
			environment: func(*emulator.Server) map[string]string {
				return map[string]string{"PARTNERCENTER_ENVIRONMENT": "china"}
			},
			summary: "Invalid provider configuration",
			says:    []string{`got "china"`, "no partner security API of Microsoft Graph in this cloud"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scored(t)
			if test.behaviour != nil {
				s.SetBehaviour(test.behaviour)
			}
			var environment map[string]string
			if test.environment != nil {
				environment = test.environment(s)
			}
			_, diags := configuredClient(t, s, environment).securityScore(object{})
			diags.mustSay(t, "", append([]string{test.summary}, test.says...)...)
			for _, d := range diags {
				for _, secret := range append(s.IssuedSecrets(), "opaque") {
					if strings.Contains(d.Detail, secret) {
						t.Errorf("%q holds a secret", d.Detail)
					}
				}
			}
			if name == "a token that names no service" {
				expectEqual(t, "calls", 0, s.Count(emulator.KindScore))
			}
		})
	}
}

// Faults of the service are retried, and what is hostile in it is shown harmlessly.
func TestSecurityScore_Faults(t *testing.T) {
	t.Parallel()
	s := scored(t)
	s.AddFault(emulator.Fault{Kind: emulator.KindScore, Status: http.StatusServiceUnavailable,
		RetryAfter: "0"})
	c := configuredClient(t, s)
	_, diags := c.securityScore(object{})
	diags.none(t)
	expectEqual(t, "calls", 2, s.Count(emulator.KindScore))

	s.AddFault(emulator.Fault{Kind: emulator.KindRequirements, Status: http.StatusOK,
		Body: `{"value":[{"requirementType":"a\u001b[2J","complianceStatus":"x\u202e\ny"}]}`})
	got, diags := c.securityScore(object{})
	diags.none(t)
	requirements, _ := got["requirements"].(map[string]any)
	expect.Equal(t, "requirements", 1, len(requirements))
	for key, value := range requirements {
		one, _ := value.(map[string]any)
		status, _ := one["compliance_status"].(string)
		if status == "" || strings.Contains(key, "\x1b") || strings.ContainsAny(status, "\u202e\n") {
			t.Errorf("%q = %v", key, one)
		}
	}
	s.SetBehaviour(func(b *emulator.Behaviour) { b.GraphNoScore = true })
	_, diags = c.securityScore(object{})
	diags.mustSay(t, "", "Microsoft Graph call failed", "HTTP 404", "global cloud only")
	c.validateData(securityScoreType, object{"timeouts": object{"read": "0s"}}).mustSay(t,
		"timeouts.read",
		"must be positive")
}

// Graph's base URL is checked like the other addresses.
func TestSecurityScore_GraphBaseURL(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	c.validateProvider(object{"graph_base_url": "https://graph.microsoft.com/beta"}).mustSay(t,
		"graph_base_url", "must end before the version")
}
