// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/access"
)

// judge combines the token's claims with the API's answer.
func judge(facts map[string]fact, said answer) []check {
	var checks []check
	for _, name := range serviceChecks() {
		checks = append(checks, judgeOne(name, facts[name], said))
	}
	return checks
}

func judgeOne(name string, f fact, said answer) check {
	accepted := said.refused == ""
	c := check{Name: name, Outcome: holds, Detail: f.detail}
	switch {
	case said.refused == name:
		c.Outcome, c.Detail, c.Next = fails, said.detail, said.next
		if name == checkEvents {
			c.Detail = "asked at " + said.address + ": " + said.detail
		}
	case name == checkMFA && said.withoutMFA != "":
		c.Outcome, c.Detail, c.Next = fails, said.withoutMFA, access.SignInWithMFA
	// only the API knows its audiences
	case f.known && !f.holds && (!accepted || name != checkAudience):
		c.Outcome, c.Next = fails, f.next
	case f.known:
	case accepted:
		c.Detail = acceptedDetail(name, said)
	default:
		return unreached(name)[0]
	}
	return c
}

// acceptedDetail says what an answer with events proves if the token itself does not say.
func acceptedDetail(name string, said answer) string {
	switch name {
	case checkRole:
		return said.service.String() + " lets this user read fraud events"
	case checkEvents:
		return "readable at " + said.address
	default:
		return said.service.String() + " accepts the token, which does not show it"
	}
}
