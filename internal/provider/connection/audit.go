// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package connection

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
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
