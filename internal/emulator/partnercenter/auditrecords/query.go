// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

const (
	keptDays = 90 // today included
	callDays = 30
)

// query is a valid request for a page.
type query struct {
	start, end time.Time // the end is excluded
	filter     filter
	size, skip int
}

// filter is the one filter of a call, or nothing.
type filter struct {
	Field, Value, Operator string

	spaced bool // a resource type has underscores
}

// parseQuery reports false for a request that the service refuses.
func parseQuery(r *http.Request, now time.Time, b Behaviour) (query, bool) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || !knownParameters(values) {
		return query{}, false
	}
	q := query{size: b.pageSize()}
	ok := q.parseDates(values, now) && q.parseFilter(values, b) && q.parsePosition(r, values, b)
	return q, ok
}

func knownParameters(values url.Values) bool {
	for name, all := range values {
		switch name {
		case "startDate", "endDate", "filter", "size", "seekOperation", "seek":
			if len(all) != 1 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func (q *query) parseDates(values url.Values, now time.Time) bool {
	today := now.UTC().Truncate(24 * time.Hour)
	start, okStart := parseDay(values, "startDate", today.AddDate(0, 0, 1-callDays))
	latest := start.AddDate(0, 0, callDays-1)
	if latest.After(today) {
		latest = today
	}
	end, okEnd := parseDay(values, "endDate", latest)
	q.start, q.end = start, end.AddDate(0, 0, 1)
	return okStart && okEnd && !end.Before(start) && !end.After(today) &&
		!start.Before(today.AddDate(0, 0, 1-keptDays)) &&
		!q.end.After(start.AddDate(0, 0, callDays))
}

func parseDay(values url.Values, name string, byDefault time.Time) (time.Time, bool) {
	if !values.Has(name) {
		return byDefault, true
	}
	day, err := time.Parse(time.DateOnly, values.Get(name))
	return day, err == nil
}

func (q *query) parseFilter(values url.Values, b Behaviour) bool {
	if !values.Has("filter") {
		return true
	}
	given := map[string]string{}
	if json.Unmarshal([]byte(values.Get("filter")), &given) != nil || len(given) != 3 {
		return false
	}
	q.filter = filter{given["Field"], given["Value"], given["Operator"], b.AuditTypesSpaced}
	if q.filter.Value == "" {
		return false
	}
	switch q.filter.Field + " " + q.filter.Operator {
	case "CustomerId equals", "CompanyName substring":
		return true
	case "ResourceType equals":
		return b.AuditTypesSpaced || !strings.Contains(q.filter.Value, "_")
	}
	return false
}

func (q *query) parsePosition(r *http.Request, values url.Values, b Behaviour) bool {
	if values.Has("size") {
		size, err := strconv.Atoi(values.Get("size"))
		if err != nil || size <= 0 {
			return false
		}
		q.size = min(q.size, size)
	}
	token := r.Header.Get(headerContinuation)
	if b.AuditToken == TokenInURI {
		token = values.Get("seek")
	}
	if token == "" || values.Get("seekOperation") != "Next" {
		return token == "" && !values.Has("seekOperation")
	}
	var ok bool
	q.skip, ok = decodeToken(token)
	return ok
}

func (q query) matches(r *world.AuditRecord) bool {
	return !r.OperationDate.Before(q.start) && r.OperationDate.Before(q.end) && q.filter.matches(r)
}

func (f filter) matches(r *world.AuditRecord) bool {
	switch f.Field {
	case "CustomerId":
		return strings.EqualFold(f.Value, r.CustomerID)
	case "CompanyName":
		return strings.Contains(strings.ToLower(r.CustomerName), strings.ToLower(f.Value))
	case "ResourceType":
		name := r.ResourceType
		if !f.spaced {
			name = strings.ReplaceAll(name, "_", "")
		}
		return strings.EqualFold(f.Value, name)
	}
	return true
}
