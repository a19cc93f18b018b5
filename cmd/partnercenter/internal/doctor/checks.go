// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

// runAgain is the advice where there is no other.
const runAgain = "Run partnercenter doctor again."

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

// The checks, in the order in which Partner Center can be expected to make them.
const (
	checkCredential = "credential"
	checkToken      = "token"
	checkAudience   = "audience"
	checkUser       = "App+User"
	checkMFA        = "MFA"
	checkRole       = "role"
	checkEvents     = "fraud events"
)

// serviceChecks are the checks that Partner Center has the last word on.
func serviceChecks() []string {
	return []string{checkAudience, checkUser, checkMFA, checkRole, checkEvents}
}

// unreached are the lines of checks that something before them prevents.
func unreached(names ...string) []check {
	var checks []check
	for _, name := range names {
		checks = append(checks, check{Name: name, Outcome: notReached,
			Detail: "not checked: resolve the failed check first"})
	}
	return checks
}
