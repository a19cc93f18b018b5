// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

// runAgain is the default advice.
const runAgain = "Run partnercenter doctor again."

type outcome string

const (
	holds      outcome = "ok"
	fails      outcome = "fail"
	notReached outcome = "skipped" // another check must succeed first
)

// mark shows the outcome at a glance.
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

type check struct {
	Name    string  `json:"check"`
	Outcome outcome `json:"outcome"`
	Detail  string  `json:"detail"`         // what was found
	Next    string  `json:"next,omitempty"` // advice
}

// The checks, in the order in which Partner Center probably makes them.
const (
	checkCredential = "credential"
	checkToken      = "token"
	checkAudience   = "audience"
	checkUser       = "App+User"
	checkMFA        = "MFA"
	checkRole       = "role"
	checkEvents     = "fraud events"
)

// serviceChecks are the checks for which Partner Center's answer counts.
func serviceChecks() []string {
	return []string{checkAudience, checkUser, checkMFA, checkRole, checkEvents}
}

// unreached returns the lines of checks that an earlier failure prevents.
func unreached(names ...string) []check {
	var checks []check
	for _, name := range names {
		checks = append(checks, check{Name: name, Outcome: notReached,
			Detail: "not checked: resolve the failed check first"})
	}
	return checks
}
