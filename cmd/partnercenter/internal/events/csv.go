// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package events

import (
	"bytes"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// csvColumns have the names of the data source's attributes.
func csvColumns() []string {
	return []string{"event_id", "subscription_id", "event_time", "severity", "event_type", "status",
		"reason", "resolved_by", "resolved_on", "customer_friendly_name", "customer_tenant_id",
		"subscription_name", "display_name", "description"}
}

// writeCSV writes a line of headings and a line for each event, as RFC 4180 describes.
func writeCSV(out *bytes.Buffer, events []fraud.Event) {
	writeCSVLine(out, csvColumns())
	for _, e := range events {
		writeCSVLine(out, []string{e.EventID, e.SubscriptionID, csvTime(e.EventTime), e.Severity,
			e.EventType, string(e.Status), string(e.Reason), e.ResolvedBy, csvTime(e.ResolvedOn),
			e.CustomerFriendlyName, e.CustomerTenantID, e.SubscriptionName, e.DisplayName,
			e.Description})
	}
}

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return clock(t)
}

// writeCSVLine quotes every value, so that a spreadsheet with semicolons as separators finds none
// inside a value.
func writeCSVLine(out *bytes.Buffer, values []string) {
	for i, value := range values {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(`"` + strings.ReplaceAll(untrusted.Cell(terminal.Visible(value)), `"`, `""`) + `"`)
	}
	out.WriteString("\r\n")
}
