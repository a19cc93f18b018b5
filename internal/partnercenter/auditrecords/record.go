// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"crypto/sha256"
	"encoding/json"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Record is an audit record. Texts are the service's own; a missing one is empty.
type Record struct {
	ID                    string // missing in older records
	OperationType         string // an open set, for example "azure_fraud_event_detected"
	OperationDate         time.Time
	OperationStatus       string
	CustomerTenantID      string
	CustomerName          string
	UserPrincipalName     string
	ApplicationID         string // an app's id, or its name
	ResourceType          string
	ResourceOldValue      string // JSON text; empty unless the query asks for values
	ResourceNewValue      string
	CustomizedData        map[string]*string // nil if missing; a value may be nil
	OriginalCorrelationID string

	key string // identifies the record among the others
}

// printed is a record in a reply.
type printed struct {
	ID                    partnercenter.Text `json:"id"`
	OperationType         partnercenter.Text `json:"operationType"`
	OperationDate         partnercenter.Text `json:"operationDate"`
	OperationStatus       partnercenter.Text `json:"operationStatus"`
	CustomerID            partnercenter.Text `json:"customerId"`
	CustomerName          partnercenter.Text `json:"customerName"`
	UserPrincipalName     partnercenter.Text `json:"userPrincipalName"`
	ApplicationID         partnercenter.Text `json:"applicationId"`
	ResourceType          partnercenter.Text `json:"resourceType"`
	ResourceOldValue      partnercenter.Text `json:"resourceOldValue"`
	ResourceNewValue      partnercenter.Text `json:"resourceNewValue"`
	CustomizedData        json.RawMessage    `json:"customizedData"`
	OriginalCorrelationID partnercenter.Text `json:"originalCorrelationId"`
}

// decode reads the records of a page.
func decode(page partnercenter.Page, values bool) ([]Record, error) {
	all, err := partnercenter.Items[printed](page)
	if err != nil {
		return nil, err
	}
	records := make([]Record, len(all))
	for i, p := range all {
		records[i] = p.record(values)
		records[i].key = key(p, page.Items[i])
	}
	return records, nil
}

// key is the record's id. An older record without one is identified by its content.
func key(p printed, raw json.RawMessage) string {
	if p.ID != "" {
		return "id " + string(p.ID)
	}
	sum := sha256.Sum256(raw)
	return string(sum[:])
}

func (p printed) record(values bool) Record {
	r := Record{
		ID:                    string(p.ID),
		OperationType:         string(p.OperationType),
		OperationDate:         partnercenter.ParseTime(string(p.OperationDate)),
		OperationStatus:       string(p.OperationStatus),
		CustomerTenantID:      string(p.CustomerID),
		CustomerName:          string(p.CustomerName),
		UserPrincipalName:     string(p.UserPrincipalName),
		ApplicationID:         string(p.ApplicationID),
		ResourceType:          string(p.ResourceType),
		CustomizedData:        details(p.CustomizedData),
		OriginalCorrelationID: string(p.OriginalCorrelationID),
	}
	if values {
		r.ResourceOldValue, r.ResourceNewValue = string(p.ResourceOldValue), string(p.ResourceNewValue)
	}
	return r
}

// details reads customizedData: pairs of a key and a value, which may be null. Any other form is
// kept as a whole under the field's own name.
func details(raw json.RawMessage) map[string]*string {
	if len(raw) == 0 || jsonlist.IsNull(raw) {
		return nil
	}
	var pairs []struct {
		Key   *partnercenter.Text `json:"key"`
		Value *partnercenter.Text `json:"value"`
	}
	if err := json.Unmarshal(raw, &pairs); err != nil {
		text := string(raw)
		return map[string]*string{"customizedData": &text}
	}
	found := map[string]*string{}
	for _, pair := range pairs {
		if pair.Key != nil {
			found[string(*pair.Key)] = (*string)(pair.Value)
		}
	}
	return found
}
