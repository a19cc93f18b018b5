// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"encoding/json"
	"math/big"
	"net/url"
	"strings"
	"testing"
)

// FuzzDecode reads what Graph says about the score. Every number can be printed without taking all
// memory.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"{}", "null", `{"currentScore":"NaN","maxScore":1e400}`,
		`{"value":[{"currentScore":12.5,"updatedDateTime":"2026-01-15"}]}`, `{"value":{"value":[]}}`,
		`{"requirementType":"mfa","score":"5","aCount":7,"bStatus":"on","":1,"@odata.type":"x"}`,
		`{"tenantId":" A ","mfa":{"totalUsersCount":"Infinity"}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var numbers []*big.Float
		if score, err := decodeScore(raw); err == nil {
			numbers = append(numbers, score.Current, score.Max)
		}
		if len(raw) > 0 {
			if kind, r, err := decodeRequirement(raw); err == nil {
				if strings.TrimSpace(kind) == "" {
					t.Errorf("%s has no type", raw)
				}
				for _, n := range r.Counts {
					numbers = append(numbers, n)
				}
				numbers = append(numbers, r.Score, r.Max, r.AverageResponseHours)
			}
			if insight, err := decodeInsight(raw); err == nil && insight.TenantID == "" {
				t.Errorf("%s has no tenant", raw)
			}
		}
		for _, n := range numbers {
			if n != nil && len(n.Text('f', -1)) > 2000 {
				t.Errorf("%s has a number of %d characters", raw, len(n.Text('f', -1)))
			}
		}
	})
}

// FuzzAlert reads any alert, and any answer of a batch. Whatever is accepted has an id.
func FuzzAlert(f *testing.F) {
	for _, seed := range []string{`{"id":"a","status":"active","isTest":"x","activityLogs":[[]]}`,
		`{"ID":" ","id":7,"affectedResources":"{}","additionalDetails":[1]}`, `[]`, `null`, `{"id":{}}`,
		`{"id":"a","alertType":"\uFFFD","detectedDateTime":9,"resolvedReason":[null]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var valid json.RawMessage
		if json.Unmarshal(raw, &valid) != nil {
			return
		}
		if e, err := newAlertReader().read(valid); err == nil && strings.TrimSpace(e.EventID) == "" {
			t.Errorf("%s has no id: %+v", raw, e)
		}
		for _, e := range eventsIn(valid) {
			if e.EventID == "" {
				t.Errorf("%s has no id", raw)
			}
		}
	})
}

// FuzzFollow follows any link to a next page. The call goes to the configured host, below the
// configured path.
func FuzzFollow(f *testing.F) {
	for _, seed := range []string{"https://graph.example/base/v1.0/x?$skiptoken=1",
		"https://graph.example/base/beta/../x", "https://graph.example@evil/base/beta/x", "//evil/base/",
		"https://graph.example/base/beta/%2e%2e/%2e%2e/x", "https://graph.example/base/beta/a%2fb"} {
		f.Add(seed)
	}
	base := &url.URL{Scheme: "https", Host: "graph.example", Path: "/base"}
	f.Fuzz(func(t *testing.T, link string) {
		path, query, err := below(base, link)
		if err != nil {
			return
		}
		next := base.JoinPath(path...)
		next.RawQuery = query.Encode()
		again, err := url.Parse(next.String())
		if err != nil || again.Host != base.Host ||
			!strings.HasPrefix(again.Path+"/", "/base/"+version+"/") {
			t.Errorf("%q leads to %v, %v", link, next, err)
		}
	})
}
