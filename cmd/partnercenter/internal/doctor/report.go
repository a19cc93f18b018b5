// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

import (
	"bytes"
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
)

type diagnosis struct {
	About  about   `json:"about"`
	OK     bool    `json:"ok"` // every check succeeds
	Checks []check `json:"checks"`
}

func newDiagnosis(checks []check) diagnosis {
	r := diagnosis{OK: true, Checks: checks}
	for _, c := range checks {
		r.OK = r.OK && c.Outcome == holds
	}
	return r
}

// text returns a line for each check, and advice below those that fail. The lines include a token's
// claims and the answers of services.
func (r diagnosis) text() []byte {
	var out bytes.Buffer
	for _, line := range r.About.lines() {
		fmt.Fprintf(&out, "%-4s  %-12s  %s\n", "", line[0], terminal.Visible(line[1]))
	}
	for _, c := range r.Checks {
		fmt.Fprintf(&out, "%-4s  %-12s  %s\n", c.Outcome.mark(), c.Name, terminal.Visible(c.Detail))
		if c.Next != "" {
			fmt.Fprintf(&out, "%20s%s\n", "", terminal.Visible(c.Next))
		}
	}
	return out.Bytes()
}
