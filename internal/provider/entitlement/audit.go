// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

// statusRecord is the status of a subscription in the audit log.
type statusRecord struct {
	Status             string `json:"status"`
	CancellationReason string `json:"cancellation_reason,omitempty"`
}

// refuse ends an invocation before anything is sent.
func (i *invocation) refuse(err error) {
	i.record(audit.Record{Result: string(resultOf(err)), Err: err})
	i.connection.AddError(i.diags, err)
}

// audit records the request.
func (i *invocation) audit(r entitlements.Result, err error) {
	if r.Refusal != nil {
		err = r.Refusal
	}
	record := audit.Record{Result: string(ledger.AuditWritten), RequestID: r.RequestID, Err: err}
	switch {
	case err != nil && r.Sent, err == nil && !r.Confirmed:
		record.Result = string(ledger.AuditUnconfirmed)
	case err != nil:
		record.Result = string(resultOf(err))
	}
	i.record(record)
}

// resultOf distinguishes a refusal, by a guard or by Partner Center, from a failure.
func resultOf(err error) ledger.AuditResult {
	if errors.As(err, new(*ownError)) {
		return ledger.AuditRefused
	}
	return connection.ResultOf(err)
}

// record adds what all lines have in common.
func (i *invocation) record(r audit.Record) {
	r.Kind = audit.AzureEntitlement
	r.CustomerTenantID = i.model.CustomerTenantID.ValueString()
	r.SubscriptionID = i.model.SubscriptionID.ValueString()
	r.To = statusRecord{entitlements.Change{Reason: i.model.reason()}.Target(), i.model.reason()}
	if i.change.Status != "" {
		r.From = statusRecord{Status: fraud.Printable(i.change.Status)}
	}
	i.to.Audit(i.diags, r)
}
