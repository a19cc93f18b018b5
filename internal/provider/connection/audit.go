// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package connection

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// SummaryAudit is the summary of the warning about an incomplete audit log.
const SummaryAudit = "Audit log incomplete"

// Audit appends a record to the audit log, if there is one. A failure is only a warning, because
// the record says what has already happened.
func (s *Services) Audit(diags *diag.Diagnostics, record audit.Record) {
	if s.Record == nil {
		return
	}
	if err := s.Record(record); err != nil {
		diags.AddWarning(SummaryAudit, explain.Sentence(anatomy.Say("%v", err))+
			" Check the file that `audit_log_path` names.")
	}
}

// ResultOf returns the result of a write that was tried: written, refused by Partner Center or by
// `read_only`, failed before anybody decided, or unconfirmed: it may have taken effect.
func ResultOf(err error) ledger.AuditResult {
	var readOnly *partnercenter.ReadOnlyError
	switch {
	case err == nil:
		return ledger.AuditWritten
	case errors.As(err, &readOnly), fraud.Failed(err, fraud.Refused):
		return ledger.AuditRefused
	case fraud.Failed(err, fraud.MayHaveHappened):
		return ledger.AuditUnconfirmed
	}
	return ledger.AuditFailed
}
