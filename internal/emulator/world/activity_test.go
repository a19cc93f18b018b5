// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world_test

import (
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

func TestActivity_RecordsWhatHappensFor90Days(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	path := t.TempDir()
	folder := expect.Must(disk.Open(path))(t)
	w := expect.Must(world.Open(folder, world.Seed{}, func() time.Time { return now }))(t)
	e := world.NewEvent("2a7064fb-1e33-4007-974e-352cb3f2c805", "e1")
	e.EventTime = "2026-02-28T00:25:45.69"
	expect.NoError(t, w.Inject(e))
	expect.NoError(t, w.ChangeStatus("e1", world.StatusResolved, world.ReasonFraud, "ann@x"))
	expect.NoError(t, w.Record(
		world.AuditRecord{OperationType: "update_customer_spending_budget", OperationStatus: "failed"},
		world.AuditRecord{OperationType: "add_customer", OperationDate: now.AddDate(0, 0, -91)}))

	got := w.Activity()
	types := map[string]*world.AuditRecord{}
	for i, r := range got {
		types[r.OperationType] = r
		if r.ID == "" || r.OperationStatus == "" || i > 0 &&
			r.OperationDate.After(got[i-1].OperationDate) {
			t.Errorf("record %d: %+v", i, r)
		}
	}
	alert, change := types["azure_fraud_event_detected"], types["update_azure_fraud_event_status"]
	if len(got) != 3 || alert == nil || change == nil {
		t.Fatalf("got %v", types)
	}
	if alert.Undocumented || alert.CustomerID != e.CustomerTenantID ||
		alert.OperationDate.Format(time.DateOnly) != "2026-02-28" {
		t.Errorf("the alert is %+v", alert)
	}
	if !change.Undocumented || change.UserPrincipalName != "ann@x" ||
		!change.OperationDate.Equal(now) {
		t.Errorf("the change is %+v", change)
	}

	expect.NoError(t, folder.Close())
	folder = expect.Must(disk.Open(path))(t)
	defer func() { _ = folder.Close() }()
	w = expect.Must(world.Open(folder, world.Seed{}, func() time.Time { return now }))(t)
	expect.Equal(t, "records after a restart", 3, len(w.Activity()))
	now = now.AddDate(0, 0, 90)
	expect.NoError(t, w.Record(world.AuditRecord{OperationType: "add_customer"}))
	expect.Equal(t, "records after 90 days", 3, len(w.Activity()))
}
