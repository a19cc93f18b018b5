// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindList = "audit-records" // GET /v1/auditrecords
	KindRead = "audit-record"  // GET /auditactivity/v1/auditrecords/{id}
)

const headerContinuation = "MS-ContinuationToken"

const defaultPageSize = 500

// window is the activity log as the API shows it.
type window struct {
	world     *world.World
	behaviour func() Behaviour
}

// Routes returns the operations.
func Routes(w *world.World, behaviour func() Behaviour) []partnercenter.Route {
	log := &window{world: w, behaviour: behaviour}
	return []partnercenter.Route{
		{Kind: KindList, Method: http.MethodGet, Path: "/v1/auditrecords", Serve: log.list,
			AppOnly: true},
		{Kind: KindRead, Method: http.MethodGet, Path: "/auditactivity/v1/auditrecords/*",
			Serve: log.read, AppOnly: true},
	}
}

// list serves a page.
func (l *window) list(c partnercenter.Call) *partnercenter.Refusal {
	b := l.behaviour()
	q, ok := parseQuery(c.Request, l.world.Now(), b)
	if !ok {
		refuse(c.Writer)
		return nil
	}
	var found []*world.AuditRecord
	for _, r := range l.world.Activity() {
		if (b.AuditUndocumented || !r.Undocumented) && q.matches(r) {
			found = append(found, r)
		}
	}
	begin := min(q.skip, len(found))
	end := min(begin+q.size, len(found))
	records := found[begin:end]
	page := pageOf(c.Request, records, len(found), b)
	if end < len(found) {
		page.setNext(c.Writer.Header(), b.AuditToken, encodeToken(end))
	}
	if b.AuditHeadGrows > 0 && len(records) > 0 {
		l.grow(b.AuditHeadGrows, *records[0])
	}
	page.write(c.Writer, b)
	return nil
}

// grow adds records that differ from a listed one in their time alone, so they match its query if
// that includes today.
func (l *window) grow(n int, like world.AuditRecord) {
	like.ID, like.OriginalCorrelationID = "", ""
	like.OperationDate = l.world.Now()
	for range n {
		_ = l.world.Record(like) // a failure to write to disk shows when the emulator stops
	}
}

// read serves one record, or null if there is none with that id.
func (l *window) read(c partnercenter.Call) *partnercenter.Refusal {
	var content any
	for _, r := range l.world.Activity() {
		if r.ID == c.Params[0] {
			content = printed(r, Behaviour{})
		}
	}
	writeJSON(c.Writer, http.StatusOK, content)
	return nil
}

// refuse gives the observed answer, which names neither a code nor a reason.
func refuse(w http.ResponseWriter) {
	writeJSON(w, http.StatusBadRequest, map[string]string{"message": "The request is invalid."})
}

func writeJSON(w http.ResponseWriter, status int, content any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(content) // a client that has gone needs no answer
}

// encodeToken returns an opaque token for a position.
func encodeToken(position int) string {
	return base64.StdEncoding.EncodeToString([]byte("position " + strconv.Itoa(position)))
}

// decodeToken reports false for a token that the service did not make.
func decodeToken(token string) (position int, ok bool) {
	text, err := base64.StdEncoding.DecodeString(token)
	if err != nil || len(text) < len("position ") {
		return 0, false
	}
	position, err = strconv.Atoi(string(text[len("position "):]))
	return position, err == nil && position >= 0
}

func (b Behaviour) pageSize() int { return cmp.Or(max(b.AuditPageSize, 0), defaultPageSize) }
