// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// scoreConfig reads the score with these lines. Its outputs are texts, because a test of numbers
// would compare floats.
func scoreConfig(lines string) string {
	return fmt.Sprintf(`
		data "partnercenter_security_score" "test" {
			%s
		}
		locals { score = data.partnercenter_security_score.test }
		output "score" { value = "${local.score.current_score} of ${local.score.max_score}" }
		output "statuses" {
			value = join(" ", [for r in local.score.requirements : r.compliance_status])
		}
		output "customers" {
			value = try(join(" ", keys(local.score.customer_insights)), "null")
		}`, lines)
}

func outputText(name, value string) statecheck.StateCheck {
	return statecheck.ExpectKnownOutputValue(name, knownvalue.StringExact(value))
}

// The score follows what happens, and customers are read only on request, even if the request is
// known only after apply.
func TestSecurityScoreCLI_FollowsTheWorld(t *testing.T) {
	t.Parallel()
	s := scored(t)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{
				Config: scoreConfig(""), ConfigStateChecks: []statecheck.StateCheck{
					outputText("score", "80 of 100"), outputText("customers", "null"),
					outputText("statuses", strings.Repeat("compliant ", 4)+"noncompliant")},
			},
			{
				PreConfig: func() { s.SetBudget(event("x").CustomerTenantID, "100") },
				Config: scoreConfig("include_customer_insights = terraform_data.later.output") + `
					resource "terraform_data" "later" { input = true }`,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownOutputValue("score")}},
				ConfigStateChecks: []statecheck.StateCheck{outputText("score", "100 of 100"),
					outputText("customers", event("x").CustomerTenantID)},
			},
		},
	})
	if v := s.Violations(); len(v) > 0 {
		t.Error(v)
	}
}

// Digits are those of Graph: neither the provider nor Terraform rounds them.
func TestSecurityScoreCLI_KeepsTwentyDecimals(t *testing.T) {
	t.Parallel()
	s := scored(t)
	const exact = "14.29000000000000000001"
	s.AddFault(emulator.Fault{Kind: emulator.KindScore, Times: -1, Status: 200,
		Body: `{"value":{"currentScore":` + exact + `,"maxScore":100.0}}`})
	w := newWorkspace(t, s, scoreConfig(""))
	w.Must("apply", "-auto-approve", "-no-color")
	expect.Contains(t, w.Must("output", "-raw", "score"), exact+" of 100")
	expect.Contains(t, w.Must("show", "-json"), `"current_score":`+exact)
	w.MustPlanNothing("-no-color")
}

// Whoever may not read the score is told which permission is missing, and how to get it.
func TestSecurityScoreCLI_MissingPermission(t *testing.T) {
	t.Parallel()
	s := scored(t)
	const consent = `PartnerSecurity\.Read\.All\s+of\s+Microsoft\s+Graph(.|\s)+grant\s+admin\s+consent`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{
				PreConfig: func() {
					s.SetBehaviour(func(b *emulator.Behaviour) { b.NoGraphConsent = true })
				},
				Config: scoreConfig(""), PlanOnly: true,
				ExpectError: regexp.MustCompile(`Sign-in to Microsoft Graph failed(.|\s)+` + consent),
			},
			{
				PreConfig: func() {
					s.SetBehaviour(func(b *emulator.Behaviour) { b.NoGraphConsent = false })
					s.AddFault(emulator.Fault{Kind: emulator.KindScore, Status: 403, Times: -1,
						Code:        "Authorization_RequestDenied",
						Description: "Insufficient privileges to complete the operation."})
				},
				Config: scoreConfig(""), PlanOnly: true,
				ExpectError: regexp.MustCompile(`Microsoft Graph call failed(.|\s)+` + consent),
			},
			{
				PreConfig:         s.ClearFaults,
				Config:            scoreConfig(""),
				ConfigStateChecks: []statecheck.StateCheck{outputText("score", "80 of 100")},
			},
		},
	})
}

func TestSecurityScoreCLI_NotInChina(t *testing.T) {
	t.Parallel()
	s := scored(t)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config:   `provider "partnercenter" { environment = "china" }` + scoreConfig(""),
			PlanOnly: true,
			ExpectError: regexp.MustCompile(
				`no\s+partner\s+security\s+API\s+of\s+Microsoft\s+Graph\s+in\s+this\s+cloud`),
		}},
	})
	expectEqual(t, "calls", 0, s.Count(emulator.KindScore)+s.Count(emulator.KindToken))
}

func TestSecurityScoreCLI_GraphBaseURL(t *testing.T) {
	t.Parallel()
	s := scored(t)
	unset := map[string]string{"PARTNERCENTER_GRAPH_BASE_URL": "", "PARTNERCENTER_MAX_RETRIES": "0"}
	with := func(url string) string {
		return fmt.Sprintf("provider \"partnercenter\" {\n  graph_base_url = %q\n}\n", url) +
			scoreConfig("")
	}
	fails := func(url, says string) resource.TestStep {
		return resource.TestStep{Config: with(url), PlanOnly: true,
			ExpectError: regexp.MustCompile(says)}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s, unset),
		Steps: []resource.TestStep{
			fails("https://graph.microsoft.com/beta", `must\s+end\s+before\s+the\s+version`),
			fails("http://graph.microsoft.com", `must\s+(be|use|begin)`),
			fails("https://127.0.0.1:1", "`graph_base_url`"),
			{
				Config:            with(s.GraphURL()),
				ConfigStateChecks: []statecheck.StateCheck{outputText("score", "80 of 100")},
			},
			{
				Config: strings.Replace(with(""), `""`, "terraform_data.url.output", 1) + fmt.Sprintf(
					"\nresource \"terraform_data\" \"url\" {\n  input = %q\n}\n", s.GraphURL()),
				PlanOnly: true, ExpectError: regexp.MustCompile(`not\s+known\s+yet(.|\s)+graph_base_url`),
			},
		},
	})
}

// The token for Graph is requested only by the data source that needs it, and neither token nor
// refresh token is in an output, the log, the plan, or the state.
func TestSecurityScoreCLI_TokenOnlyWhenUsedAndNowhere(t *testing.T) {
	t.Parallel()
	s := scored(t)
	events := `data "partnercenter_fraud_events" "test" {}`
	w := newWorkspace(t, s, events)
	w.Environment["TF_LOG"] = "TRACE"
	w.Environment["TF_LOG_PATH"] = filepath.Join(w.Folder, "trace.log")
	forGraph := func() (n int) {
		for _, r := range s.Requests() {
			if r.Kind == emulator.KindToken && strings.Contains(r.Body, "graph.microsoft.com") {
				n++
			}
		}
		return n
	}
	said := w.Must("plan", "-no-color")
	expectEqual(t, "tokens for Graph without the score", 0, forGraph())
	w.Write("score.tf", scoreConfig("include_customer_insights = true"))
	said += w.Must("plan", "-no-color", "-out=score.tfplan")
	expectEqual(t, "tokens for Graph", 1, forGraph())
	said += w.Must("show", "-json", "score.tfplan") + w.Must("apply", "-no-color", "score.tfplan")
	s.AddFault(emulator.Fault{Kind: emulator.KindScore, Status: 403, Times: -1,
		Description: "The header Authorization is Bearer " + s.AccessToken(
			emulator.WithAudience("https://graph.microsoft.com"))})
	said += w.MustFail("plan", "-no-color")

	search := newSecretSearch(t, append(s.IssuedSecrets(), s.ClientSecret()))
	search.in(t, "the output", said)
	search.in(t, "the state", w.Read("terraform.tfstate"))
	log := w.Read("trace.log")
	search.in(t, "the log", log)
	// Without these, the search would prove little.
	expect.Contains(t, log, "HTTP attempt", "/beta/security/partner/securityScore", "[TRACE]")
	expect.Contains(t, said, "The header Authorization is")
}
