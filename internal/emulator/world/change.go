// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import "time"

// Change is something that happened to an event.
type Change struct {
	Event  Event
	Before *Event // nil if Microsoft has just raised the event
	By     Actor
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
