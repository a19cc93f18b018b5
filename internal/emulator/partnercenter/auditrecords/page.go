// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// collection is a page as the service prints it.
type collection struct {
	TotalCount        int               `json:"totalCount"`
	Items             []printedRecord   `json:"items"`
	Links             map[string]link   `json:"links"`
	ContinuationToken string            `json:"continuationToken,omitempty"`
	Attributes        map[string]string `json:"attributes"`
}

// link is a link of a collection.
type link struct {
	URI     string   `json:"uri"`
	Method  string   `json:"method"`
	Headers []header `json:"headers"`
}

type header struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// printedRecord is a record as the service prints it.
type printedRecord struct {
	ID                    string              `json:"id,omitempty"`
	PartnerID             string              `json:"partnerId,omitempty"`
	Participants          []string            `json:"participants,omitempty"`
	CustomerID            string              `json:"customerId,omitempty"`
	CustomerName          string              `json:"customerName,omitempty"`
	UserPrincipalName     string              `json:"userPrincipalName,omitempty"`
	ApplicationID         string              `json:"applicationId,omitempty"`
	ResourceType          string              `json:"resourceType,omitempty"`
	ResourceOldValue      string              `json:"resourceOldValue,omitempty"`
	ResourceNewValue      string              `json:"resourceNewValue,omitempty"`
	OperationType         string              `json:"operationType"`
	OriginalCorrelationID string              `json:"originalCorrelationId,omitempty"`
	OperationDate         string              `json:"operationDate"`
	OperationStatus       string              `json:"operationStatus"`
	CustomizedData        []world.AuditDetail `json:"customizedData"`
	Attributes            map[string]string   `json:"attributes"`
}

func printed(r *world.AuditRecord, b Behaviour) printedRecord {
	p := printedRecord{
		ID: r.ID, PartnerID: r.PartnerID, Participants: []string{r.PartnerID},
		CustomerID: r.CustomerID, CustomerName: r.CustomerName,
		UserPrincipalName: r.UserPrincipalName, ApplicationID: r.ApplicationID,
		ResourceType: r.ResourceType, ResourceOldValue: r.ResourceOldValue,
		ResourceNewValue: r.ResourceNewValue, OperationType: r.OperationType,
		OriginalCorrelationID: r.OriginalCorrelationID,
		OperationDate:         r.OperationDate.Format("2006-01-02T15:04:05.0000000Z"),
		OperationStatus:       r.OperationStatus, CustomizedData: r.CustomizedData,
		Attributes: map[string]string{"objectType": "AuditRecord"},
	}
	if p.CustomizedData == nil {
		p.CustomizedData = []world.AuditDetail{}
	}
	if b.AuditNoIDs {
		p.ID, p.PartnerID, p.Participants = "", "", nil
	}
	return p
}

func pageOf(r *http.Request, records []*world.AuditRecord, total int, b Behaviour) collection {
	if b.AuditTotalOfPage {
		total = len(records)
	}
	page := collection{TotalCount: total, Items: make([]printedRecord, 0, len(records)),
		Links:      map[string]link{"self": linkTo(strings.TrimPrefix(r.URL.RequestURI(), "/v1"))},
		Attributes: map[string]string{"objectType": "Collection"}}
	for _, record := range records {
		page.Items = append(page.Items, printed(record, b))
	}
	return page
}

func linkTo(uri string, headers ...header) link {
	return link{URI: uri, Method: http.MethodGet, Headers: append([]header{}, headers...)}
}

// setNext puts the continuation token in its place.
func (p *collection) setNext(replyHeader http.Header, place TokenPlace, token string) {
	const next = "/auditrecords?seekOperation=Next"
	switch place {
	case TokenInHeader:
		replyHeader.Set(headerContinuation, token)
	case TokenInLink:
		p.Links["next"] = linkTo(next, header{headerContinuation, token})
	case TokenInBody:
		p.ContinuationToken = token
	case TokenInURI:
		p.Links["next"] = linkTo(next + "&seek=" + token)
	}
}

// write answers with the page.
func (p *collection) write(w http.ResponseWriter, b Behaviour) {
	if b.AuditBare {
		writeJSON(w, http.StatusOK, p.Items)
		return
	}
	writeJSON(w, http.StatusOK, p)
}
