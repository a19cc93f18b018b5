// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// auditor writes the Ledger's reports to the log.
func auditor(log *audit.Log) ledger.Auditor {
	return func(_ context.Context, r ledger.AuditRecord) error { return log.Append(newAuditRecord(r)) }
}

func newAuditRecord(r ledger.AuditRecord) audit.Record {
	record := audit.Record{
		SubscriptionID: r.Key.SubscriptionID,
		EventID:        r.Key.EventID,
		Result:         string(r.Result),
		Planned:        r.Planned,
		To:             newAuditStanding(r.To),
		Annotations:    r.Annotations,
		RequestID:      r.RequestID,
		Err:            r.Err,
	}
	if r.From != nil {
		record.From = newAuditStanding(*r.From)
	}
	return record
}

func newAuditStanding(s fraud.Standing) audit.Standing {
	return audit.Standing{Status: string(s.Status), Reason: string(s.Reason)}
}
