// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package events

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// writeMarkdown writes a table for the summary of a job.
func writeMarkdown(out *bytes.Buffer, events []fraud.Event, now time.Time) {
	if len(events) == 0 {
		out.WriteString("No fraud events match.\n")
		return
	}
	out.WriteString("| Age | Severity | Status | Event type | Customer | Subscription | Event |\n" +
		"|---|---|---|---|---|---|---|\n")
	for _, e := range events {
		cells := []string{age(e.EventTime, now), markdownText(e.Severity), markdownText(standing(e)),
			markdownText(e.EventType),
			markdownText(cmp.Or(e.CustomerFriendlyName, e.CustomerTenantID)),
			markdownText(e.SubscriptionID), markdownText(e.EventID)}
		fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
	}
}

func markdownText(s string) string { return untrusted.Code(terminal.Visible(s)) }
