// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"io"
	"strings"
)

// outcome is how a check ended.
type outcome string

const (
	holds      outcome = "ok"
	fails      outcome = "fail"
	notReached outcome = "skipped" // something else has to be mended first
)

// mark is the outcome as people see it at a glance.
func (o outcome) mark() string {
	switch o {
	case fails:
		return "FAIL"
	case notReached:
		return "-"
	default:
		return string(o)
	}
}

// check is one line of a report.
type check struct {
	Name    string  `json:"check"`
	Outcome outcome `json:"outcome"`
	Detail  string  `json:"detail"`         // what was found
	Next    string  `json:"next,omitempty"` // what to do about it
}

// diagnosis is what the doctor found.
type diagnosis struct {
	About  about   `json:"about"`
	OK     bool    `json:"ok"` // every check holds
	Checks []check `json:"checks"`
}

func newDiagnosis(checks []check) diagnosis {
	r := diagnosis{OK: true, Checks: checks}
	for _, c := range checks {
		r.OK = r.OK && c.Outcome == holds
	}
	return r
}

// writeText writes a line for each check, and the next step below those that fail. A token's claims
// and the answers of services are among them.
func (r diagnosis) writeText(w io.Writer) {
	for _, line := range r.About.lines() {
		say(w, "%-4s  %-12s  %s\n", "", line[0], visible(line[1]))
	}
	for _, c := range r.Checks {
		say(w, "%-4s  %-12s  %s\n", c.Outcome.mark(), c.Name, visible(c.Detail))
		if c.Next != "" {
			say(w, "%20s%s\n", "", visible(c.Next))
		}
	}
}

func (r diagnosis) writeJSON(w io.Writer) error {
	var document strings.Builder
	encoder := json.NewEncoder(&document)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r); err != nil {
		return err
	}
	_, err := io.WriteString(w, visibleJSON(document.String()))
	return err
}
