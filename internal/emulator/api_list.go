// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// listQuery is what a listing asks for.
type listQuery struct {
	listFilter

	size, number int // both zero without paging
}

// documentedEventTypes are those that the filter's documentation names (docs-dev/api.md, Query parameters).
func documentedEventTypes() []string {
	return []string{
		"ServiceHealthSecurityAdvisory",
		"UsageAnomalyDetection",
		"MultiRegionVirtualMachineScaleSetDeploymentAnomaly",
		eventTypeMining,
		"VirtualMachineDeploymentAnomaly",
		"MultiRegionMachineLearningUsageAnomaly",
	}
}

// list answers GET /v1/fraudEvents.
func (s *Server) list(c apiCall) *apiError {
	b := s.Behaviour()
	q, refusal := s.parseListQuery(c, b)
	if refusal != nil {
		return refusal
	}
	events, total, refusal := s.selectEvents(c, q, b)
	if refusal != nil {
		return refusal
	}
	if hook := s.pageHook(); hook != nil {
		hook(q.subscriptionID, q.number)
	}
	form := eventForm{Behaviour: b, classic: !c.newModel}
	writeEvents(c.writer, c.request, form, events, total)
	return nil
}

// selectEvents takes one page of what the query finds, and the number of all.
func (s *Server) selectEvents(c apiCall, q listQuery, b Behaviour) ([]*Event, int, *apiError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.newModel {
		s.listedNew = true
	}
	if sub := s.store.subscriptions[strings.ToLower(q.subscriptionID)]; sub != nil && sub.removed {
		return nil, 0, subscriptionNotFound(q.subscriptionID)
	}
	records := s.store.find(q.listFilter)
	total := len(records)
	switch {
	case q.size > 0 && !b.PagingIgnored:
		// Dividing first keeps huge page numbers from overflowing.
		from := total
		if q.number-1 <= total/q.size {
			from = min((q.number-1)*q.size, total)
		}
		records = records[from:min(from+q.size, total)]
	case b.UnpagedCap > 0:
		records = records[:min(b.UnpagedCap, total)]
	}
	events := make([]*Event, len(records))
	for i, r := range records {
		events[i] = r.shown()
	}
	s.store.listed()
	return events, total, nil
}

// parseListQuery reads the query. Names that the documentation does not know have no effect, and are noted.
func (s *Server) parseListQuery(c apiCall, b Behaviour) (listQuery, *apiError) {
	values, err := url.ParseQuery(c.request.URL.RawQuery)
	if err != nil {
		return listQuery{}, badRequest("800002", "The query could not be parsed.")
	}
	given := map[string]string{}
	for name, all := range values {
		canonical := canonicalParameter(name, b.CaseSensitive)
		if canonical == "" {
			s.recorder.violation("the list query has the unknown parameter %q", name)
			continue
		}
		if _, twice := given[canonical]; twice || len(all) > 1 {
			return listQuery{}, invalidProperty("The parameter " + canonical + " has several values.")
		}
		given[canonical] = all[0]
	}
	if !c.newModel {
		if refusal := dropNewParameters(given, b); refusal != nil {
			return listQuery{}, refusal
		}
	}
	q := listQuery{listFilter: listFilter{classic: !c.newModel, exactCase: b.CaseSensitive}}
	if refusal := s.parseFilter(&q.listFilter, given, b); refusal != nil {
		return q, refusal
	}
	refusal := s.parsePaging(&q, given, b)
	return q, refusal
}

func canonicalParameter(name string, exact bool) string {
	for _, known := range []string{"EventStatus", "SubscriptionId", "EventType", "PageSize", "PageNumber"} {
		if name == known || !exact && strings.EqualFold(name, known) {
			return known
		}
	}
	return ""
}

// dropNewParameters takes out what only the new model knows.
func dropNewParameters(given map[string]string, b Behaviour) *apiError {
	for _, name := range []string{"EventType", "PageSize", "PageNumber"} {
		if _, ok := given[name]; ok && b.RefuseInClassic {
			return invalidProperty("The parameter " + name + " needs the header " + headerNewModel + ".")
		}
		delete(given, name)
	}
	return nil
}

func (s *Server) parseFilter(f *listFilter, given map[string]string, b Behaviour) *apiError {
	f.subscriptionID = given["SubscriptionId"]
	if _, err := uuid.Parse(f.subscriptionID); f.subscriptionID != "" && (err != nil || len(f.subscriptionID) != 36) {
		return invalidProperty("The SubscriptionId is not a GUID.")
	}
	f.status, f.eventType = given["EventStatus"], given["EventType"]
	if f.status != "" && !f.isOneOf(f.status, []string{statusActive, statusInvestigating, statusResolved}) {
		f.nothing = true
		if !b.UnknownValueEmpty {
			return notAnEnum("EventStatus", f.status)
		}
	}
	if f.eventType != "" && !s.knowsEventType(*f) {
		f.nothing = true
		if !b.UnknownValueEmpty {
			return notAnEnum("EventType", f.eventType)
		}
	}
	return nil
}

func (f listFilter) isOneOf(value string, known []string) bool {
	return slices.ContainsFunc(known, func(k string) bool { return f.equal(value, k) })
}

// knowsEventType accepts the documented types and those that events have: new types come without notice.
func (s *Server) knowsEventType(f listFilter) bool {
	if f.isOneOf(f.eventType, documentedEventTypes()) {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.store.find(listFilter{eventType: f.eventType, exactCase: f.exactCase})) > 0
}

func (s *Server) parsePaging(q *listQuery, given map[string]string, b Behaviour) *apiError {
	for name, target := range map[string]*int{"PageSize": &q.size, "PageNumber": &q.number} {
		text, ok := given[name]
		if !ok {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return invalidProperty("The parameter " + name + " is not a whole number.")
		}
		*target = max(n, 0)
	}
	if (q.size > 0) != (q.number > 0) {
		s.recorder.violation("the list query has PageSize and PageNumber not together, or not above zero")
		if b.RefuseHalfPaging {
			return invalidProperty("PageSize and PageNumber must come together, both above zero.")
		}
		q.size, q.number = 0, 0
	}
	if b.MaxPageSize > 0 && q.size > b.MaxPageSize {
		if b.RefuseLargePages {
			return invalidProperty(fmt.Sprintf("PageSize must not be above %d.", b.MaxPageSize))
		}
		q.size = b.MaxPageSize
	}
	return nil
}

// writeEvents writes a collection of events as it goes, without holding all of it.
func writeEvents(w http.ResponseWriter, r *http.Request, form eventForm, events []*Event, total int) {
	if len(events) == 0 && form.EmptyIs204 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	out := io.Writer(w)
	if form.Gzip && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		defer func() { _ = zip.Close() }()
		out = zip
	}
	w.WriteHeader(http.StatusOK)
	buffered := bufio.NewWriterSize(out, 64<<10)
	defer func() { _ = buffered.Flush() }() // a client that is gone needs no answer
	if form.BOM {
		_, _ = buffered.WriteString("\ufeff")
	}
	if form.Wrapped {
		_, _ = fmt.Fprintf(buffered, `{"totalCount":%d,"items":`, total)
		defer func() { _, _ = buffered.WriteString(`,"attributes":{"objectType":"Collection"}}`) }()
	}
	form.writeArray(buffered, events)
}

func (f eventForm) writeArray(w *bufio.Writer, events []*Event) {
	line := make([]byte, 0, 4<<10)
	_ = w.WriteByte('[')
	for i, e := range events {
		line = line[:0]
		if i > 0 {
			line = append(line, ',')
		}
		line = f.appendEvent(line, e)
		if _, err := w.Write(line); err != nil {
			return
		}
	}
	_ = w.WriteByte(']')
}
