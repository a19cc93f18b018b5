// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"context"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

// mfa observes the lists about MFA, and not whether there are users without it.
func (p *probe) mfa(ctx context.Context) {
	users := listOf(p.get(ctx, request{name: fidelity.CallMFAUsers, private: true,
		path: "/v1/nonMfaCompliantPartnerPrincipals"}))
	p.seeList("mfa.users_form", users)
	if users.isList() {
		p.See("mfa.next", users.next())
	}
	p.seeList("mfa.apps_form", listOf(p.get(ctx, request{name: fidelity.CallMFAApps,
		path: "/v1/applicationmfaadoptionstatus"})))
}

// seeList observes the form of a list.
func (p *probe) seeList(key string, l list) {
	switch {
	case l.status >= http.StatusBadRequest:
		p.See(key, "refused")
	case l.ok():
		p.See(key, l.form)
	}
}

const scorePath = "/beta/security/partner/securityScore"

// score observes the security score, if the app may read it. How good the score is does not matter
// here, and does not belong in a report.
func (p *probe) score(ctx context.Context) {
	if p.Graph == nil {
		return
	}
	score := p.get(ctx, request{name: fidelity.CallScore, path: scorePath, of: p.Graph})
	switch {
	case score.status == 0:
		if last := p.calls[len(p.calls)-1]; last.Outcome == fidelity.NoToken {
			p.See("score.permission", "refused")
		}
		return
	case score.status == http.StatusUnauthorized, score.status == http.StatusForbidden:
		p.See("score.permission", "refused")
		return
	case score.status == http.StatusTooManyRequests, score.status >= http.StatusInternalServerError:
		return
	}
	p.See("score.permission", "granted")
	p.See("score.exists", yes(score.status != http.StatusNotFound))
	if score.ok() {
		p.scoreForm(score.body)
	}
	p.requirements(listOf(p.get(ctx, request{name: fidelity.CallScoreNeeds,
		path: scorePath + "/requirements", of: p.Graph})))
	customers := listOf(p.get(ctx, request{name: fidelity.CallScoreCustomers,
		path: scorePath + "/customerInsights", of: p.Graph}))
	if customers.isList() && customers.next() != "absent" {
		p.SeeNumber("score.page_size", len(customers.items))
	} else if customers.isList() {
		p.See("score.page_size", "none")
	}
}

func (p *probe) scoreForm(body any) {
	form, object := formOther, body
	inner, wrapped := member(body, "value")
	if list, isList := inner.([]any); isList {
		form, object = "array", nil
		if len(list) > 0 {
			object = list[0]
		}
	} else if wrapped {
		form, object = formWrapped, inner
	} else if _, plain := member(body, "currentScore"); plain {
		form = "plain"
	}
	p.See("score.form", form)
	refreshed := timeOf(object, "lastRefreshDateTime")
	switch passed := p.now.Sub(refreshed); {
	case refreshed.IsZero():
		p.See("score.refreshed", "absent")
	case passed < 24*time.Hour:
		p.See("score.refreshed", "today")
	case passed < 7*24*time.Hour:
		p.See("score.refreshed", "days")
	default:
		p.See("score.refreshed", "longer")
	}
}

// requirements observes which ones there are, and not whether they are met.
func (p *probe) requirements(l list) {
	switch {
	case l.status >= http.StatusBadRequest:
		p.See("score.requirements", "refused")
		return
	case !l.isList():
		if l.ok() {
			p.See("score.requirements", formOther)
		}
		return
	case len(l.items) == 0:
		p.See("score.requirements", "empty")
	default:
		p.See("score.requirements", "listed")
	}
	admins, customers, contact := false, false, false
	for _, requirement := range l.items {
		switch text(requirement, "requirementType") {
		case "mfaEnforcedForAdmins":
			_, admins = member(requirement, "adminsRequiredNotUsingMfaCount")
		case "mfaEnforcedForAdminsOfCustomers":
			_, customers = member(requirement, "compliantTenantsCount")
		case "securityContactProvided":
			contact = true
		}
	}
	for key, found := range map[string]bool{"score.admins": admins, "score.customers": customers,
		"score.contact": contact} {
		p.See(key, map[bool]string{true: "present", false: "absent"}[found])
	}
}
