// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"bytes"
	"fmt"
	"testing"
)

// thousands returns a good file larger than that of most partners.
func thousands(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `adatum-%d:
  # High UsageAnomalyDetection: Unusual usage
  subscription_id: "9d2c1b7e-3a64-4f0b-8e15-%012d"
  event_id: "9d2c1b7e-3a64-4f0b-8e15-%012d_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14"
  status: Resolved
  reason: Fraud
  ticket: SEC-%d
  decided_by: a.larsen@contoso-partner.example
  rationale: Connections to a mining pool; the customer confirms a stolen key.

`, i, i/50, i, i)
	}
	return b.Bytes()
}

func BenchmarkCheck(b *testing.B) {
	file := thousands(5000)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if report := Check(file, Rules{Evidence: DefaultEvidence()}); len(report.Findings) > 0 ||
			report.Entries != 5000 {
			b.Fatal(report.Summary(), report.Findings)
		}
	}
}
