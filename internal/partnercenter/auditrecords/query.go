// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Limits of the service (docs-dev/respond.md, Audit records; parity: audit-dates,
// audit-one-filter).
const (
	Days       = 90 // for which the service keeps records, today included
	windowDays = 30 // the most in one call
	pageSize   = 500
)

// Query selects audit records. All filters must match, in any case. An empty filter matches all.
type Query struct {
	Start, End time.Time // days in UTC, both included

	CustomerTenantID     string
	CustomerNameContains string
	ResourceType         string // in the spelling of a record or of Partner Center's portal

	OperationTypes     []string
	OperationStatuses  []string
	UserPrincipalNames []string

	Values bool // whether records have their old and new values
}

// Today returns the day in UTC.
func Today(now time.Time) time.Time { return now.UTC().Truncate(24 * time.Hour) }

// Earliest returns the earliest day for which the service has records.
func Earliest(now time.Time) time.Time { return Today(now).AddDate(0, 0, 1-Days) }

// window is a part of the time that fits in one call. Both days are included.
type window struct{ start, end string }

// windows splits the time of the query, the latest part first.
func (q Query) windows() []window {
	var windows []window
	for end := q.End; !end.Before(q.Start); end = end.AddDate(0, 0, -windowDays) {
		start := end.AddDate(0, 0, 1-windowDays)
		if start.Before(q.Start) {
			start = q.Start
		}
		windows = append(windows, window{start.Format(time.DateOnly), end.Format(time.DateOnly)})
	}
	return windows
}

// filter is the one filter that the service applies.
type filter struct {
	Field, Value, Operator string
}

// serverFilter returns the filter of the call: the one that excludes the most records.
func (q Query) serverFilter() *filter {
	switch {
	case q.CustomerTenantID != "":
		return &filter{"CustomerId", q.CustomerTenantID, "equals"}
	case q.CustomerNameContains != "":
		return &filter{"CompanyName", q.CustomerNameContains, "substring"}
	case q.ResourceType != "" && !twoWords(q.ResourceType):
		return &filter{"ResourceType", serverResourceType(q.ResourceType), "equals"}
	}
	return nil
}

// parameters returns the query of the first page.
func (q Query) parameters(w window) url.Values {
	values := url.Values{"startDate": {w.start}, "endDate": {w.end},
		"size": {strconv.Itoa(pageSize)}}
	if f := q.serverFilter(); f != nil {
		text, _ := json.Marshal(f) // cannot fail: it is text
		values.Set("filter", string(text))
	}
	return values
}

// twoWords reports whether filters may spell a resource type in more than one way. A spelling that
// the service does not know would find nothing, so such a type is filtered here (parity:
// audit-type-filter).
func twoWords(s string) bool {
	return strings.Contains(s, "_") || strings.ContainsFunc(s[1:], unicode.IsUpper)
}

// serverResourceType spells a resource type as filters do: Subscription for
// subscription.
func serverResourceType(s string) string {
	words := strings.Split(s, "_")
	for i, word := range words {
		if word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

// matches applies all filters again, including the service's. A record that lacks the filtered
// field passes only the service's filter, because only the service knows the field.
func (q Query) matches(r Record) bool {
	served := q.serverFilter()
	passes := func(field, value string, match func() bool) bool {
		if value == "" && served != nil && served.Field == field {
			return true
		}
		return match()
	}
	return passes("CustomerId", r.CustomerTenantID, func() bool {
		return q.CustomerTenantID == "" || strings.EqualFold(q.CustomerTenantID, r.CustomerTenantID)
	}) && passes("CompanyName", r.CustomerName, func() bool {
		return containsFold(r.CustomerName, q.CustomerNameContains)
	}) && passes("ResourceType", r.ResourceType, func() bool {
		return q.ResourceType == "" ||
			strings.EqualFold(serverResourceType(q.ResourceType), serverResourceType(r.ResourceType))
	}) && oneOf(q.OperationTypes, r.OperationType) && oneOf(q.OperationStatuses, r.OperationStatus) &&
		oneOf(q.UserPrincipalNames, r.UserPrincipalName)
}

func containsFold(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// oneOf reports whether a filter matches. A filter without values matches all.
func oneOf(filter []string, value string) bool {
	return len(filter) == 0 ||
		slices.ContainsFunc(filter, func(s string) bool { return strings.EqualFold(s, value) })
}
