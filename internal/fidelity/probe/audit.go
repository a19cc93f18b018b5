// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
)

// Sizes of pages of audit records: one that a day exceeds, and one that a service may reduce.
const (
	smallAuditPage = 2
	largeAuditPage = 1000
)

// auditDay lists the records of a day.
func (p *probe) auditDay(ctx context.Context, name string, day time.Time, size int,
	filter string) list {
	query := url.Values{"startDate": {day.Format(time.DateOnly)},
		"endDate": {day.Format(time.DateOnly)}, "size": {strconv.Itoa(size)}}
	if filter != "" {
		query.Set("filter", filter)
	}
	return listOf(p.get(ctx, request{name: name, path: "/v1/auditrecords", query: query}))
}

// audit observes the records of one day, of the two last ones.
func (p *probe) audit(ctx context.Context) {
	day := p.now
	page := p.auditDay(ctx, fidelity.CallAudit, day, smallAuditPage, "")
	if page.isList() && len(page.items) < smallAuditPage {
		day = day.AddDate(0, 0, -1)
		page = p.auditDay(ctx, fidelity.CallAudit, day, smallAuditPage, "")
	}
	p.See("audit.answer", auditAnswer(page.answer))
	if !page.ok() {
		return
	}
	p.See("audit.form", page.form)
	if page.form == formOther {
		return
	}
	place := tokenPlace(page)
	p.See("audit.token", place)
	large := p.auditDay(ctx, fidelity.CallAuditLarge, day, largeAuditPage, "")
	p.auditTotal(page, large)
	p.auditRecords(large.items)
	byType := p.auditDay(ctx, fidelity.CallAuditType, day, smallAuditPage,
		`{"Field":"ResourceType","Value":"customer_user","Operator":"equals"}`)
	switch {
	case byType.isList():
		p.See("audit.type_filter", "underscores")
	case byType.status == http.StatusBadRequest:
		p.See("audit.type_filter", "joined")
	}
}

func auditAnswer(a answer) string {
	switch kind := answerKind(a); kind {
	case "no_content":
		return "ok"
	case "not_found":
		return "refused"
	default:
		return kind
	}
}

// tokenPlace says where a page has the token of the next one.
func tokenPlace(page list) string {
	links, _ := member(page.body, "links")
	next, found := member(links, "next")
	headers, _ := member(next, "headers")
	inLink, _ := headers.([]any)
	switch {
	case page.header.Get("MS-ContinuationToken") != "":
		return "header"
	case text(page.body, "continuationToken") != "":
		return "body"
	case found && len(inLink) > 0:
		return "link"
	case found && strings.Contains(text(next, "uri"), "seek="):
		return "uri"
	}
	return "none"
}

// auditTotal compares a small page with a large one.
func (p *probe) auditTotal(page, large list) {
	total, err := strconv.Atoi(text(page.body, "totalCount"))
	more := large.isList() && len(large.items) > len(page.items)
	switch {
	case page.form == formBare || err != nil:
		p.See("audit.total", "absent")
	case !more: // both would be equal
	case total == len(page.items):
		p.See("audit.total", "page")
	case total >= len(large.items):
		p.See("audit.total", "all")
	default:
		p.See("audit.total", formOther)
	}
	if n := len(large.items); large.isList() && n > 0 && n < largeAuditPage &&
		tokenPlace(large) != "none" {
		p.SeeNumber("audit.page_limit", n)
	} else if n == largeAuditPage {
		p.See("audit.page_limit", "none")
	}
}

// auditRecords observes the fields of records.
func (p *probe) auditRecords(records []any) {
	if len(records) == 0 {
		return
	}
	ids, unknown, alert := 0, false, false
	values, apps := map[string]bool{}, map[string]bool{}
	for _, record := range records {
		if text(record, "id") != "" {
			ids++
		}
		operation := text(record, "operationType")
		unknown = unknown || !slices.Contains(shape.OperationTypes(), operation)
		alert = alert || operation == "azure_fraud_event_detected"
		values[valueForm(record)] = true
		switch app := text(record, "applicationId"); {
		case app == "":
		case uuid.Validate(app) == nil:
			apps["ids"] = true
		default:
			apps["names"] = true
		}
	}
	switch ids {
	case 0:
		p.See("audit.ids", "no")
	case len(records):
		p.See("audit.ids", "yes")
	default:
		p.See("audit.ids", "some")
	}
	p.See("audit.unknown_operations", yes(unknown))
	p.See("audit.alert", yes(alert))
	delete(values, "absent")
	p.See("audit.values", one(values, formOther, "absent"))
	p.See("audit.apps", one(apps, "both", "absent"))
}

func valueForm(record any) string {
	for _, name := range []string{"resourceNewValue", "resourceOldValue"} {
		value, _ := member(record, name)
		switch v := value.(type) {
		case string:
			if _, err := shape.Decode([]byte(v)); err == nil {
				return "json_text"
			} else if v != "" {
				return "text"
			}
		case map[string]any:
			return "object"
		}
	}
	return "absent"
}
