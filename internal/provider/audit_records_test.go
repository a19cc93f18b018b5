// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const auditRecordsType = "partnercenter_audit_records"

// auditRecords reads the data source, and accepts no diagnostics.
func (c *protocolClient) auditRecords(config object) []any {
	c.t.Helper()
	state, _, diags := c.readData(auditRecordsType, config, false)
	diags.none(c.t)
	records, ok := state["records"].([]any)
	if !ok {
		c.t.Fatalf("records is %v, want a list", state["records"])
	}
	return records
}

// daysAgo returns a day in UTC.
func daysAgo(n int) string { return time.Now().UTC().AddDate(0, 0, -n).Format(time.DateOnly) }

func budgetRecord() emulator.AuditRecord {
	value := "12"
	return emulator.AuditRecord{
		ID: "r1", OperationType: "update_customer_spending_budget", OperationStatus: "succeeded",
		CustomerID: "0c39d6d5-c70d-4c55-bc02-f620844f3fd1", CustomerName: "Relecloud",
		UserPrincipalName: "ann@contoso.com", ApplicationID: "Partner Center Native App",
		ResourceType: "spending_limit", ResourceOldValue: `{"Amount":1}`,
		ResourceNewValue: `{"Amount":12}`, OriginalCorrelationID: "c1",
		OperationDate:  time.Now().UTC().AddDate(0, 0, -40).Truncate(time.Microsecond),
		CustomizedData: []emulator.AuditDetail{{Key: "Amount", Value: &value}, {Key: "Note"}},
	}
}

func TestAuditRecords_EveryAttribute(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	r := budgetRecord()
	s.Record(r)
	c := configuredClient(t, s)
	want := object{
		"record_id": "r1", "operation_type": "update_customer_spending_budget",
		"operation_status": "succeeded", "operation_date": r.OperationDate.Format(time.RFC3339Nano),
		"customer_tenant_id": r.CustomerID, "customer_name": "Relecloud",
		"user_principal_name": "ann@contoso.com", "application_id": "Partner Center Native App",
		"resource_type": "spending_limit", "original_correlation_id": "c1",
		"customized_data":    map[string]any{"Amount": "12", "Note": nil},
		"resource_old_value": nil, "resource_new_value": nil,
	}
	expectEqual(t, "records", []any{map[string]any(want)}, c.auditRecords(object{"last_days": 90}))
	expectEqual(t, "calls", 3, s.Count(emulator.KindAuditRecords))
	want["resource_old_value"], want["resource_new_value"] = `{"Amount":1}`, `{"Amount":12}`
	expectEqual(t, "records with values", []any{map[string]any(want)}, c.auditRecords(object{
		"start_date": daysAgo(60), "end_date": daysAgo(-10), "include_values": true,
		"customer_tenant_id": strings.ToUpper(r.CustomerID), "customer_name_contains": "clou",
		"resource_type": "Spending_Limit", "operation_statuses": []any{"Succeeded"},
		"operation_types":      []any{"UPDATE_customer_spending_budget"},
		"user_principal_names": []any{"Ann@contoso.com"},
	}))
	expectEqual(t, "records of other days", []any{}, c.auditRecords(object{"last_days": 30}))
}

// Mistakes are found in the plan without a call, and so are dates that have become too old since.
func TestAuditRecords_Dates(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	c := configuredClient(t, s)
	for _, row := range []struct {
		attribute string
		config    object
		says      []string
	}{
		{"start_date", object{}, []string{"`start_date` or `last_days` is required"}},
		{"start_date", object{"start_date": daysAgo(90)},
			[]string{"must be " + daysAgo(89) + " or later, got " +
				daysAgo(90)}},
		{"end_date", object{"start_date": daysAgo(120), "end_date": daysAgo(100)},
			[]string{"`end_date` must be " + daysAgo(89)}},
		{"start_date", object{"start_date": daysAgo(-2)}, []string{"must not be after today"}},
		{"end_date", object{"start_date": daysAgo(1), "end_date": daysAgo(2)},
			[]string{"must not be before `start_date`"}},
		{"start_date", object{"start_date": "4/1/2026"},
			[]string{"must be a date (yyyy-mm-dd), got \"4/1/2026\""}},
		{"last_days", object{"last_days": 91}, []string{"between 1 and 90, got 91", daysAgo(89)}},
		{"last_days", object{"last_days": 0}, []string{"between 1 and 90, got 0"}},
		{"last_days", object{"last_days": 1, "start_date": daysAgo(1)},
			[]string{"conflicts with `start_date`"}},
		{"last_days", object{"last_days": 1, "end_date": daysAgo(1)},
			[]string{"conflicts with `end_date`"}},
		{"resource_type", object{"last_days": 1, "resource_type": ""}, []string{"must not be empty"}},
		{"operation_types", object{"last_days": 1, "operation_types": []any{}},
			[]string{"must not be empty"}},
		{"customer_tenant_id", object{"last_days": 1, "customer_tenant_id": "contoso"},
			[]string{"must be a GUID"}},
	} {
		found := c.validateData(auditRecordsType, row.config)
		if len(found) != 1 {
			t.Errorf("%v: %v", row.config, found)
			continue
		}
		found.mustSay(t, row.attribute, row.says...)
	}
	c.validateData(auditRecordsType, object{"start_date": unknownYet, "end_date": daysAgo(1)}).none(t)
	c.validateData(auditRecordsType, object{"last_days": unknownYet}).none(t)
	// They may turn out to be null.
	c.validateData(auditRecordsType, object{"last_days": 5, "start_date": unknownYet,
		"end_date": unknownYet}).none(t)
	_, _, diags := c.readData(auditRecordsType, object{"start_date": daysAgo(90)}, false)
	diags.mustSay(t, "start_date", daysAgo(89))
	expectEqual(t, "calls", 0, s.Count(emulator.KindAny))
}

func TestAuditRecords_NotInChina(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	c := newProtocolClient(t, providersFor(s))
	c.configure(object{"environment": "21vianet"}).none(t)
	_, _, diags := c.readData(auditRecordsType, object{"last_days": 1}, false)
	diags.mustSay(t, "", "Audit records not available", "environment = \"china\"")
	expectEqual(t, "calls", 0, s.Count(emulator.KindAny))
}

// Texts of others stay on their line, and values keep their lines.
func TestAuditRecords_HostileTexts(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	r := budgetRecord()
	evil := "a\x1b[2K\r\nb\u202e"
	r.CustomerName, r.OperationType, r.UserPrincipalName, r.ResourceNewValue = evil, evil, evil, evil
	r.CustomizedData = []emulator.AuditDetail{{Key: evil, Value: &evil}}
	s.Record(r)
	records := configuredClient(t, s).auditRecords(object{"last_days": 90, "include_values": true})
	if text := fmt.Sprint(records); len(records) != 1 || strings.ContainsAny(text, "\x1b\u202e") {
		t.Errorf("got %q", text)
	}
}

// A failure is not an empty log, and the state is not a part of it.
func TestAuditRecords_AFailureOfALaterPage(t *testing.T) {
	t.Parallel()
	for status, says := range map[int]string{400: "within the last 90 days in UTC", 500: "500",
		403: "Admin agent"} {
		s := startEmulator(t)
		s.Record(budgetRecord(), budgetRecord(), budgetRecord())
		s.SetBehaviour(func(b *emulator.Behaviour) { b.AuditPageSize = 1 })
		c := configuredClient(t, s, map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"})
		s.AddFault(emulator.Fault{Kind: emulator.KindAuditRecords, Skip: 2, Times: 100,
			Status: status})
		state, _, diags := c.readData(auditRecordsType, object{"last_days": 90}, false)
		diags.mustSay(t, "", "Could not list audit records", says)
		if state != nil && state["records"] != nil {
			t.Errorf("%d: state %v", status, state)
		}
	}
}
