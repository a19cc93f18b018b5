// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

const activityFile = "activity.json"

// activityDays is the number of days that the service keeps records of activity.
const activityDays = 90

// AuditRecord is an entry of the partner's activity log. [World.Record] fills in what is empty and
// the service always has.
type AuditRecord struct {
	ID                    string        `json:"id"`
	PartnerID             string        `json:"partnerId"`
	CustomerID            string        `json:"customerId"`
	CustomerName          string        `json:"customerName"` // may be empty
	UserPrincipalName     string        `json:"userPrincipalName"`
	ApplicationID         string        `json:"applicationId"`
	ResourceType          string        `json:"resourceType"` // "subscription", "customer_user"
	ResourceOldValue      string        `json:"resourceOldValue"`
	ResourceNewValue      string        `json:"resourceNewValue"`
	OperationType         string        `json:"operationType"` // "update_subscription"
	OriginalCorrelationID string        `json:"originalCorrelationId"`
	OperationDate         time.Time     `json:"operationDate"`
	OperationStatus       string        `json:"operationStatus"` // default "succeeded"
	CustomizedData        []AuditDetail `json:"customizedData"`
	Undocumented          bool          `json:"undocumented"` // shown only if a switch says so
}

// AuditDetail is a detail of an [AuditRecord]. Its value may be missing.
type AuditDetail struct {
	Key   string  `json:"key"`
	Value *string `json:"value"`
}

// By returns the record of something that an actor did.
func (r AuditRecord) By(actor Actor) AuditRecord {
	r.UserPrincipalName, r.ApplicationID = actor.UserPrincipalName, actor.ApplicationID
	r.OriginalCorrelationID = actor.CorrelationID
	return r
}

// Detail returns a detail with a value.
func Detail(key, value string) AuditDetail { return AuditDetail{Key: key, Value: &value} }

// activity is the activity log, newest record first. What changes the world also records the change
// here: it calls [World.Record] when the change is on disk, with [AuditRecord.By] for who did it,
// and Undocumented if the service has no operation type for it.
type activity struct {
	now  func() time.Time
	kept *disk.Keeper

	mu      sync.Mutex // guards the field below
	records []*AuditRecord
}

type savedActivity struct {
	Version int            `json:"version"`
	Records []*AuditRecord `json:"records"`
}

func openActivity(folder *disk.Folder, now func() time.Time) (*activity, error) {
	a := &activity{now: now}
	a.kept = folder.Keeper(activityFile, func() any {
		a.mu.Lock()
		defer a.mu.Unlock()
		return savedActivity{Version: 1, Records: a.records}
	})
	var saved savedActivity
	_, err := folder.Load(activityFile, &saved)
	a.records = saved.Records
	return a, err
}

// enter adds records, and drops those that are older than 90 days.
func (a *activity) enter(records ...AuditRecord) error {
	now := a.now().UTC()
	oldest := now.AddDate(0, 0, -activityDays)
	return a.kept.Change(&a.mu, func() {
		// A new slice, because readers may hold the old one.
		all := make([]*AuditRecord, 0, len(a.records)+len(records))
		for i := range records {
			all = append(all, records[i].completed(now))
		}
		all = append(all, a.records...)
		if !slices.IsSortedFunc(all, newestFirst) {
			slices.SortFunc(all, newestFirst)
		}
		a.records = slices.DeleteFunc(all, func(r *AuditRecord) bool {
			return r.OperationDate.Before(oldest)
		})
	})
}

func newestFirst(x, y *AuditRecord) int {
	return cmp.Or(y.OperationDate.Compare(x.OperationDate), cmp.Compare(x.ID, y.ID))
}

func (a *activity) entries() []*AuditRecord {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.records
}

// completed returns the record with the values that the service always fills in.
func (r AuditRecord) completed(now time.Time) *AuditRecord {
	r.OperationDate = cmp.Or(r.OperationDate, now).UTC().Truncate(100 * time.Nanosecond)
	r.PartnerID = cmp.Or(r.PartnerID, TenantID)
	r.OperationStatus = cmp.Or(r.OperationStatus, "succeeded")
	r.OriginalCorrelationID = cmp.Or(r.OriginalCorrelationID, uuid.NewString())
	if r.ID == "" {
		r.ID = fmt.Sprintf("%s_%s_%s_%s_%d", r.PartnerID, r.CustomerID, r.OriginalCorrelationID,
			strings.ReplaceAll(r.OperationType, "_", ""), r.OperationDate.UnixNano()/100)
	}
	return &r
}

// auditRecord is the change in the activity log. Only an alert has a documented operation type.
func (c Change) auditRecord() AuditRecord {
	r := AuditRecord{
		CustomerID: c.Event.CustomerTenantID, CustomerName: c.Event.CustomerFriendlyName,
		ResourceType: "subscription", OperationType: "azure_fraud_event_detected",
		OperationDate: ParseTime(c.Event.EventTime),
		CustomizedData: []AuditDetail{Detail("SubscriptionId", c.Event.SubscriptionID),
			Detail("EventType", c.Event.EventType)},
	}
	if c.Before != nil {
		r.OperationType, r.Undocumented = "update_azure_fraud_event_status", true
		r.OperationDate = time.Time{} // now
		r.CustomizedData = append(r.CustomizedData, Detail("EventStatus", c.Event.EventStatus))
	}
	return r.By(c.By)
}
