// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// auditConfig reads records with these lines, and has their ids as output.
func auditConfig(lines string) string {
	return fmt.Sprintf(`
		data "partnercenter_audit_records" "test" {
			%s
		}
		output "ids" { value = data.partnercenter_audit_records.test.records[*].record_id }
		output "values" {
			value = [for r in data.partnercenter_audit_records.test.records :
				r.resource_new_value == null ? "null" : r.resource_new_value]
		}`, lines)
}

// threeRecords are of today, 40 days ago, and 80 days ago.
func threeRecords() []emulator.AuditRecord {
	record := func(id string, days int, change func(*emulator.AuditRecord)) emulator.AuditRecord {
		r := budgetRecord()
		r.ID, r.OperationDate = id, time.Now().UTC().AddDate(0, 0, -days)
		change(&r)
		return r
	}
	return []emulator.AuditRecord{
		record("new", 0, func(r *emulator.AuditRecord) {
			r.OperationType, r.ResourceType = "add_user_member", "customer_user"
		}),
		record("middle", 40, func(r *emulator.AuditRecord) {
			r.CustomerID, r.CustomerName = fabrikam, "Fabrikam"
		}),
		record("old", 80, func(r *emulator.AuditRecord) {
			r.OperationStatus, r.UserPrincipalName = "failed", "bob@contoso.com"
		}),
	}
}

func ids(want ...string) statecheck.StateCheck {
	checks := []knownvalue.Check{}
	for _, id := range want {
		checks = append(checks, knownvalue.StringExact(id))
	}
	return statecheck.ExpectKnownOutputValue("ids", knownvalue.ListExact(checks))
}

func TestAuditRecordsCLI_DatesAndFilters(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.Record(threeRecords()...)
	steps := []resource.TestStep{}
	for _, row := range []struct {
		lines string
		want  []string
	}{
		{`last_days = 90`, []string{"new", "middle", "old"}},
		{`last_days = 1`, []string{"new"}},
		{fmt.Sprintf("start_date = %q", daysAgo(40)), []string{"new", "middle"}},
		{fmt.Sprintf("start_date = %q\nend_date = %q", daysAgo(89), daysAgo(41)), []string{"old"}},
		{fmt.Sprintf("start_date = %q\nend_date = %[1]q", daysAgo(0)), []string{"new"}},
		{fmt.Sprintf("last_days = 90\ncustomer_tenant_id = %q", fabrikam), []string{"middle"}},
		{"last_days = 90\ncustomer_name_contains = \"CLOUD\"", []string{"new", "old"}},
		{"last_days = 90\nresource_type = \"customer_user\"", []string{"new"}},
		{"last_days = 90\noperation_types = [\"Add_User_Member\", \"x\"]", []string{"new"}},
		{"last_days = 90\noperation_statuses = [\"failed\"]", []string{"old"}},
		{"last_days = 90\nuser_principal_names = [\"BOB@contoso.com\"]", []string{"old"}},
		{"last_days = 90\ncustomer_name_contains = \"nobody\"", nil},
	} {
		steps = append(steps, resource.TestStep{Config: auditConfig(row.lines),
			ConfigStateChecks: []statecheck.StateCheck{ids(row.want...)}, ConfigPlanChecks: settled()})
	}
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: providersFor(s), Steps: steps})
	if v := s.Violations(); len(v) > 0 {
		t.Error(v)
	}
}

func TestAuditRecordsCLI_ValuesOnlyOnRequest(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.Record(threeRecords()[0])
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: auditConfig("last_days = 1"), ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("values",
					knownvalue.ListExact([]knownvalue.Check{
						knownvalue.StringExact("null")})),
			}},
			{Config: auditConfig("last_days = 1\ninclude_values = true"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownOutputValue("values", knownvalue.ListExact([]knownvalue.Check{
						knownvalue.StringExact(`{"Amount":12}`)})),
				}},
		},
	})
}

// What is not known yet is read and checked during the apply.
func TestAuditRecordsCLI_ValuesThatAreKnownAfterApply(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.Record(threeRecords()...)
	later := func(start, status, days string) string {
		return fmt.Sprintf(`
			resource "terraform_data" "later" {
				input = { start = %s, status = %q, days = %s }
			}`, start, status, days) + auditConfig(`
			start_date         = terraform_data.later.output.start
			last_days          = terraform_data.later.output.days
			operation_statuses = [terraform_data.later.output.status]`)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{
				Config: later(fmt.Sprintf("%q", daysAgo(85)), "failed", "null"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownOutputValue("ids"),
				}, PostApplyPostRefresh: settled().PostApplyPostRefresh},
				ConfigStateChecks: []statecheck.StateCheck{ids("old")},
			},
			{
				Config:            later("null", "succeeded", "90"),
				ConfigStateChecks: []statecheck.StateCheck{ids("new", "middle")},
			},
			{
				Config: later(fmt.Sprintf("%q", daysAgo(90)), "failed", "null"),
				ExpectError: regexp.MustCompile("`start_date` must be " + daysAgo(89) +
					`\s+or\s+later,\s+got\s+` + daysAgo(90)),
			},
			{
				Config:      later(fmt.Sprintf("%q", daysAgo(1)), "failed", "2"),
				ExpectError: regexp.MustCompile("`last_days`\\s+conflicts\\s+with\\s+`start_date`"),
			},
		},
	})
}

// A mistake ends the plan, before any call.
func TestAuditRecordsCLI_MistakesEndThePlan(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	steps := []resource.TestStep{}
	for lines, says := range map[string]string{
		fmt.Sprintf("start_date = %q", daysAgo(90)): daysAgo(89) + `\s+or\s+later`,
		"last_days = 91": `between\s+1\s+and\s+90,\s+got\s+91`,
		"last_days = 0":  `between\s+1\s+and\s+90,\s+got\s+0`,
		fmt.Sprintf("start_date = %q\nend_date = %q", daysAgo(1), daysAgo(2)): `not\s+be\s+before`,
		fmt.Sprintf("start_date = %q", daysAgo(-2)):                           `not\s+be\s+after\s+today`,
		"": "`start_date` or `last_days` is required",
	} {
		steps = append(steps, resource.TestStep{Config: auditConfig(lines), PlanOnly: true,
			ExpectError: regexp.MustCompile(says)})
	}
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: providersFor(s), Steps: steps})
	expectEqual(t, "calls", 0, s.Count(emulator.KindAny))
}

func TestAuditRecordsCLI_NotInChina(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: `provider "partnercenter" { environment = "china" }` + auditConfig("last_days = 1"),
			ExpectError: regexp.MustCompile(`Audit records not available(.|\s)+` +
				`environment\s+=\s+"china"`),
		}},
	})
	expectEqual(t, "calls", 0, s.Count(emulator.KindAny))
}

// A failure is an error that says what to do, and leaves the state as it was.
func TestAuditRecordsCLI_RefusalsLeaveTheState(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.Record(threeRecords()...)
	w := newWorkspace(t, s, auditConfig("last_days = 90"))
	w.Environment["PARTNERCENTER_MAX_RETRIES"] = "0"
	w.Must("apply", "-auto-approve", "-no-color")
	before := w.Read("terraform.tfstate")
	for _, f := range []struct {
		emulator.Fault

		says string
	}{
		{emulator.Fault{Status: 400, Body: `{"message":"The request is invalid."}`},
			"which must be within the last 90 days in UTC"},
		{emulator.Fault{Status: 401, Code: "900421"}, "multifactor authentication"},
		{emulator.Fault{Status: 403, Code: "900150"}, "the Admin agent role"},
		{emulator.Fault{Status: 403, Code: "20002"}, "no commerce relationship with this customer"},
		{emulator.Fault{Status: 404, Code: "1000"}, "has no audit records at this address"},
		{emulator.Fault{Status: 429}, "limits the rate of requests"},
		{emulator.Fault{Status: 503}, "not available right now"},
		{emulator.Fault{Status: 200, HTML: true}, "it is a web page, not JSON"},
	} {
		f.Kind, f.Skip, f.Times = emulator.KindAuditRecords, 1, -1 // the second window
		s.AddFault(f.Fault)
		expectOutput(t, w.MustFail("apply", "-auto-approve", "-no-color"), "Could not list audit records",
			f.says)
		expectEqual(t, "state", before, w.Read("terraform.tfstate"))
		s.ClearFaults()
	}
	w.MustPlanNothing("-no-color")
}

// The log grows at its head after each page: three windows lose nothing and double nothing. The
// days are those of UTC wherever Terraform runs.
func TestAuditRecordsCLI_NinetyDaysWhileTheLogGrows(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"Pacific/Kiritimati", "Pacific/Pago_Pago"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t)
			var records []emulator.AuditRecord
			for n := range 360 {
				records = append(records, emulator.AuditRecord{OperationType: fmt.Sprint("operation_", n),
					OperationDate: time.Now().UTC().Truncate(24 * time.Hour).
						Add(-time.Duration(n) * 356 * time.Minute)}) // 89 days
			}
			s.Record(records...)
			s.SetBehaviour(func(b *emulator.Behaviour) { b.AuditPageSize, b.AuditHeadGrows = 50, 7 })
			w := newWorkspace(t, s, `
				data "partnercenter_audit_records" "test" {
					start_date = "`+daysAgo(89)+`"
					end_date   = "`+daysAgo(0)+`"
				}
				output "types" { value = data.partnercenter_audit_records.test.records[*].operation_type }
				output "dates" { value = data.partnercenter_audit_records.test.records[*].operation_date }
				output "ids" { value = data.partnercenter_audit_records.test.records[*].record_id }`)
			w.Environment["TZ"] = zone
			w.Must("apply", "-auto-approve", "-no-color")
			expectWholeLog(t, w.Must("output", "-json"))
			windows := 0
			for _, r := range s.Requests() {
				if r.Kind == emulator.KindAuditRecords && !r.Query.Has("seekOperation") {
					windows++
				}
			}
			expectEqual(t, "windows", 3, windows)
			expectEqual(t, "violations", 0, len(s.Violations()))
		})
	}
}

// expectWholeLog checks that each of the 360 operations is there, newest first, and no record is
// there twice.
func expectWholeLog(t *testing.T, text string) {
	t.Helper()
	var outputs map[string]struct{ Value []string }
	expect.NoError(t, json.Unmarshal([]byte(text), &outputs))
	types, records := map[string]int{}, map[string]int{}
	for i, name := range outputs["types"].Value {
		types[name]++
		records[outputs["ids"].Value[i]]++
		if dates := outputs["dates"].Value; i > 0 && at(t, dates[i]).After(at(t, dates[i-1])) {
			t.Errorf("%s comes after %s", dates[i], dates[i-1])
		}
	}
	for n := range 360 {
		// the growth is like the first
		if name := fmt.Sprint("operation_", n); types[name] != 1 && n > 0 {
			t.Errorf("%s was found %d times", name, types[name])
		}
	}
	for id, n := range records {
		if n > 1 {
			t.Errorf("record %s was found %d times", id, n)
		}
	}
	if len(records) < 360 {
		t.Errorf("%d records", len(records))
	}
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	return must(time.Parse(time.RFC3339Nano, text))(t)
}
