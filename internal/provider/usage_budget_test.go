// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	budgetTypeName  = "partnercenter_customer_usage_budget"
	usageRecords    = "partnercenter_customer_usage_records"
	usageSummary    = "partnercenter_usage_summary"
	budgetCustomer  = "0f9d2c1b-3a64-4f0b-8e15-7c90d2a1f6b3"
	unknownCustomer = "ffffffff-3a64-4f0b-8e15-7c90d2a1f6b3"
)

// withUsage starts an emulator with one customer, whose budget may be empty.
func withUsage(t *testing.T, budget string) *emulator.Server {
	t.Helper()
	s := startEmulator(t)
	s.SetUsage(emulator.CustomerUsage{CustomerTenantID: budgetCustomer, Name: "Contoso",
		Budget:    budget,
		TotalCost: "120.5682999999995904716", USDTotalCost: "12.39999999999999985235",
		CurrencyCode: "SEK"})
	return s
}

func expectBudget(t testing.TB, s *emulator.Server, want string) {
	t.Helper()
	for _, one := range s.Usage() {
		if one.CustomerTenantID == budgetCustomer {
			expect.Equal(t, "budget", want, one.Budget)
			return
		}
	}
	t.Error("the customer is missing")
}

func budgetOf(amount any, more ...object) object {
	return object{"customer_tenant_id": budgetCustomer, "amount": amount}.with(more...)
}

// exact is a number with all decimals, as Terraform sends it.
func exact(t testing.TB, text string) *big.Float {
	t.Helper()
	n, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	expect.NoError(t, err)
	return n
}

const budgetConfig = `resource "partnercenter_customer_usage_budget" "this" {
  customer_tenant_id = "` + budgetCustomer + `"
  %s
}
`

// TestUsageBudget_WholeLife goes through Terraform: create, the same amount in another form, drift,
// import, and destroy.
func TestUsageBudget_WholeLife(t *testing.T) {
	t.Parallel()
	s := withUsage(t, "")
	const address = budgetTypeName + ".this"
	step := func(arguments string, does plancheck.PlanCheck) resource.TestStep {
		return resource.TestStep{Config: fmt.Sprintf(budgetConfig, arguments),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{does},
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}}
	}
	action := plancheck.ExpectResourceAction
	drifted := step("amount = 10", action(address, plancheck.ResourceActionUpdate))
	drifted.PreConfig = func() { s.SetBudget(budgetCustomer, "77.7") }
	removed := step("amount = 10", action(address, plancheck.ResourceActionCreate))
	removed.PreConfig = func() { s.SetBudget(budgetCustomer, "") }
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		CheckDestroy: func(*terraform.State) error {
			expectBudget(t, s, "")
			return nil
		},
		Steps: []resource.TestStep{
			step("amount = 10", action(address, plancheck.ResourceActionCreate)),
			step("amount = 10.00", action(address, plancheck.ResourceActionNoop)),
			drifted, removed,
			step("amount = 0.1", action(address, plancheck.ResourceActionUpdate)),
			step("amount = 120.5682999999995904716", action(address, plancheck.ResourceActionUpdate)),
			{ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateId: budgetCustomer, ImportStateVerifyIdentifierAttribute: "customer_tenant_id",
				ImportStateVerifyIgnore: []string{"allow_overwrite", "keep_on_destroy"}},
		},
	})
}

func TestUsageBudget_KeepOnDestroyMakesNoCall(t *testing.T) {
	t.Parallel()
	s := withUsage(t, "")
	session := newSessionOf(t, s, budgetTypeName)
	session.create(budgetOf(60, object{"keep_on_destroy": true}))
	p := session.planDestroy()
	expectDiagnostics(t, p.diagnostics, aWarning("Budget stays in Partner Center", "", "60"))
	s.ResetCounts()
	expectDiagnostics(t, session.apply(p))
	expectEqual(t, "calls", 0, s.Count(emulator.KindAny))
	expectBudget(t, s, "60")
}

// TestUsageBudget_FormsOfReplies: each undocumented form leads to the same end.
func TestUsageBudget_FormsOfReplies(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*emulator.Behaviour){
		"null":           func(b *emulator.Behaviour) { b.BudgetNull = true },
		"nested":         func(b *emulator.Behaviour) { b.BudgetNested = true },
		"lag":            func(b *emulator.Behaviour) { b.UsageRecordsLag = 3 },
		"bare records":   func(b *emulator.Behaviour) { b.UsageRecordsBare = true },
		"pages":          func(b *emulator.Behaviour) { b.UsageRecordsPageSize = 1 },
		"no such budget": func(b *emulator.Behaviour) { b.BudgetUnknownIs404 = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withUsage(t, "")
			s.SetBehaviour(change)
			session := newSessionOf(t, s, budgetTypeName)
			session.create(budgetOf(60))
			p := session.plan(budgetOf(60))
			expectDiagnostics(t, p.diagnostics)
			session.expectNoChange(p)
			expectDiagnostics(t, session.apply(session.planDestroy()))
			expectBudget(t, s, "")
		})
	}
}

// TestUsageBudget_FaultsLeaveAStateThatIsTrue: an answer that is lost after the write, one that is
// lost before it, and an amount that the service rounds.
func TestUsageBudget_FaultsLeaveAStateThatIsTrue(t *testing.T) {
	t.Parallel()
	s := withUsage(t, "")
	session := newSessionOf(t, s, budgetTypeName)
	s.SetBehaviour(func(b *emulator.Behaviour) { b.BudgetDecimals = 1 })
	expectDiagnostics(t, session.apply(session.plan(budgetOf(exact(t, "60.25")))),
		anError("Budget not confirmed", "amount", "60.25", "60.2", "MS-RequestId"))
	session.expectNoState()
	session.create(budgetOf(exact(t, "60.2"))) // adopted
	session.expectState(object{"amount": 60.2})

	s.AddFault(emulator.Fault{Kind: emulator.KindSetBudget, Status: 400, Code: "3000"})
	found := session.apply(session.plan(budgetOf(7)))
	expectDiagnostics(t, found, anError("Partner Center call failed", "", "3000"))
	session.expectState(object{"amount": 60.2})
	expectBudget(t, s, "60.2")
}

func TestUsageBudget_BadInputIsFoundWithoutACall(t *testing.T) {
	t.Parallel()
	s := withUsage(t, "")
	session := newSessionOf(t, s, budgetTypeName)
	for _, test := range []struct {
		config object
		says   string
	}{
		{budgetOf(0), "greater than 0"}, {budgetOf(-1), "greater than 0"},
		{budgetOf(exact(t, "1.2345678901234567890123456789")), "at most 28 digits"},
		{budgetOf(1, object{"customer_tenant_id": "contoso.com"}), "GUID"},
	} {
		found := session.plan(test.config).diagnostics
		if len(found) != 1 || !strings.Contains(fmt.Sprint(found[0]), test.says) {
			t.Errorf("%v: %v, want %q", test.config, found, test.says)
		}
	}
	expectDiagnostics(t, session.importByID("contoso"), anError("Invalid import id",
		"customer_tenant_id", "GUID"))
	expectEqual(t, "calls", 0, s.Count(emulator.KindAny))
	expectDiagnostics(t, session.importByID(budgetCustomer), anError("Customer has no budget", ""))
	expectDiagnostics(t, session.plan(budgetOf(1, object{"customer_tenant_id": unknownCustomer})).
		diagnostics, anError("Partner Center call failed", "", "20002"))
	china := newSessionOf(t, s, budgetTypeName,
		map[string]string{"PARTNERCENTER_ENVIRONMENT": "china"})
	expectDiagnostics(t, china.plan(budgetOf(1)).diagnostics,
		anError("Not available in this cloud", "", "21Vianet"))
}

func TestUsageBudget_ReadOnlyAndTheAuditLog(t *testing.T) {
	t.Parallel()
	s := withUsage(t, "")
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	logging := map[string]string{"PARTNERCENTER_AUDIT_LOG_PATH": path}
	session := newSessionOf(t, s, budgetTypeName, logging, map[string]string{
		"PARTNERCENTER_READ_ONLY": "true"})
	expectDiagnostics(t, session.apply(session.plan(budgetOf(60))),
		anError("The provider is read-only", ""))
	expectEqual(t, "writes", 0, s.Count(emulator.KindSetBudget))
	session = newSessionOf(t, s, budgetTypeName, logging)
	session.create(budgetOf(exact(t, "60.5")))
	lines := string(must(os.ReadFile(path))(t))
	for _, want := range []string{`"kind":"usage_budget","result":"refused"`,
		`"kind":"usage_budget","result":"written"`, `"customer_tenant_id":"` + budgetCustomer,
		`"from":{"amount":null},"to":{"amount":60.5}`} {
		expect.Contains(t, lines, want)
	}
}

// TestUsageBudget_CallsOfAThousand: plans of 1,000 creations, imports, and refreshes share a
// listing; only real differences are read by themselves.
func TestUsageBudget_CallsOfAThousand(t *testing.T) {
	t.Parallel()
	const many = 1000
	s := startEmulator(t)
	var customers []emulator.CustomerUsage
	for i := range many {
		customers = append(customers, emulator.CustomerUsage{TotalCost: "1", Budget: "5.50",
			CustomerTenantID: fmt.Sprintf("0f9d2c1b-3a64-4f0b-8e15-%012d", i)})
	}
	s.SetUsage(customers...)
	client := configuredClient(t, s)
	one := startSession(t, budgetTypeName, func() *protocolClient { return client })
	changed := map[int]bool{3: true, 500: true}
	read := func() diagnostics { return one.read(client.server) }
	states := make([]held, many)
	for i, customer := range customers { // as an import does: ImportResourceState and ReadResource
		resp := must(client.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
			TypeName: budgetTypeName, ID: customer.CustomerTenantID}))(t)
		diagnosticsOf(resp.Diagnostics).none(t)
		imported := resp.ImportedResources[0]
		one.held = held{state: one.unpack(imported.State), private: imported.Private,
			identity: imported.Identity}
		expectDiagnostics(t, read())
		states[i] = one.held
	}
	acctest.AtMost(t, "imports", s.Counts(), map[string]int{emulator.KindDiscovery: 1,
		emulator.KindToken: 1, emulator.KindUsageRecords: 1})

	for i := range changed {
		s.SetBudget(customers[i].CustomerTenantID, "7")
	}
	s.ResetCounts()
	client = configuredClient(t, s)
	for i := range customers {
		one.held = states[i]
		if found := read(); (len(found) > 0) != changed[i] {
			t.Fatalf("refresh of %d: %v", i, found)
		}
	}
	acctest.AtMost(t, "refreshes", s.Counts(), map[string]int{emulator.KindDiscovery: 1,
		emulator.KindToken: 1, emulator.KindUsageRecords: 2, emulator.KindBudget: len(changed)})
}
