// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

const namespace = "#microsoft.graph.partner.security."

func (w *Window) score(c call) *refusal {
	if w.Behaviour().GraphNoScore {
		return &refusal{status: http.StatusNotFound, code: "NotFound",
			message: "The partner has no security score."}
	}
	now := w.World.Now().UTC().Format(time.RFC3339)
	score := map[string]any{
		"@odata.type":         namespace + "partnerSecurityScore",
		"id":                  "9021efeb-af08-e3dd-9c11-ac69f92e43b8",
		"currentScore":        json.Number(Score(w.Measure())),
		"maxScore":            json.Number("100.0"),
		"updatedDateTime":     now,
		"lastRefreshDateTime": now,
	}
	if w.Behaviour().GraphPlainScore {
		harness.WriteJSON(c.rw, http.StatusOK, score)
		return nil
	}
	harness.WriteJSON(c.rw, http.StatusOK, map[string]any{"value": score})
	return nil
}

// Score returns the score in percent, with two decimals.
func Score(all []Requirement) string {
	points := 0
	for _, r := range all {
		points += r.Points
	}
	return strconv.FormatFloat(100*float64(points)/float64(maxPoints*len(all)), 'f', 2, 64)
}

func (w *Window) requirements(c call) *refusal {
	list := []any{}
	for _, r := range w.Measure() {
		list = append(list, r.printed(w.World.Now()))
	}
	harness.WriteJSON(c.rw, http.StatusOK, map[string]any{"value": list})
	return nil
}

// insights serves one page of the customers, by tenant id.
func (w *Window) insights(c call) *refusal {
	all := w.customers()
	from := 0
	if token := c.r.URL.Query().Get("$skiptoken"); token != "" {
		var err error
		if from, err = strconv.Atoi(token); err != nil || from < 0 || from > len(all) {
			return badRequest("The skip token is not valid.")
		}
	}
	to := min(from+w.Behaviour().pageSize(), len(all))
	list := []any{}
	for i, id := range all[from:to] {
		list = append(list, w.insight(id, from+i < w.Behaviour().GraphCustomersWithoutMFA))
	}
	page := map[string]any{"value": list}
	if to < len(all) {
		page["@odata.nextLink"] = w.URL() + c.r.URL.Path + "?" +
			url.Values{"$skiptoken": {strconv.Itoa(to)}}.Encode()
	}
	harness.WriteJSON(c.rw, http.StatusOK, page)
	return nil
}

func (*Window) insight(tenantID string, withoutMFA bool) map[string]any {
	admins, defaults := 1, "enabled"
	if withoutMFA {
		admins, defaults = 0, "disabled"
	}
	return map[string]any{
		"@odata.type": namespace + "customerInsight",
		"tenantId":    tenantID,
		"mfa": map[string]any{
			"@odata.type":                      namespace[1:] + "customerMfaInsight",
			"compliantAdminsCount":             admins,
			"compliantNonAdminsCount":          2,
			"totalUsersCount":                  5,
			"securityDefaultsStatus":           defaults,
			"mfaConditionalAccessPolicyStatus": "disabled",
			"legacyPerUserMfaStatus":           "disabled",
		},
	}
}
