// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// alertQuery is what a list of alerts is asked for.
type alertQuery struct {
	match      func(*world.Event) bool // nil: all
	selected   map[string]bool         // nil: all properties
	count      bool
	from, size int
	followed   bool // by a next link
}

// tokenPrefix begins what a $skiptoken encodes.
const tokenPrefix = "alerts from "

func (w *Window) parseAlertQuery(r *http.Request, b Behaviour) (alertQuery, *refusal) {
	q := alertQuery{size: b.alertsPageSize()}
	values := r.URL.Query()
	for name, all := range values {
		if len(all) > 1 {
			return q, badRequest("Query option '" + name + "' was specified more than once.")
		}
	}
	var refused *refusal
	if q.selected, refused = parseSelect(values.Get("$select"), b); refused != nil {
		return q, refused
	}
	if text := values.Get("$filter"); values.Has("$filter") && b.GraphFilter != FilterIgnored {
		if q.match, refused = parseFilter(text, b); refused != nil {
			return q, refused
		}
	}
	switch text := values.Get("$count"); text {
	case "true", "false", "":
		q.count = text == "true"
	default:
		return q, invalidOption("$count")
	}
	refused = q.parsePaging(values)
	return q, refused
}

func (q *alertQuery) parsePaging(values url.Values) *refusal {
	if values.Has("$top") {
		top, err := strconv.Atoi(values.Get("$top"))
		if err != nil || top < 1 {
			return invalidOption("$top")
		}
		q.size = min(q.size, top)
	}
	switch skip, token := values.Has("$skip"), values.Has("$skiptoken"); {
	case skip && token:
		return invalidOption("$skip")
	case skip:
		from, err := strconv.Atoi(values.Get("$skip"))
		if err != nil || from < 0 {
			return invalidOption("$skip")
		}
		q.from, q.followed = from, true
	case token:
		from, ok := parseToken(values.Get("$skiptoken"))
		if !ok {
			return invalidOption("$skiptoken")
		}
		q.from, q.followed = from, true
	}
	return nil
}

func parseToken(token string) (from int, ok bool) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return 0, false
	}
	number, found := strings.CutPrefix(string(text), tokenPrefix)
	from, err = strconv.Atoi(number)
	return from, found && err == nil && from >= 0
}

// nextLink repeats the query, and names the first alert of the next page.
func (w *Window) nextLink(r *http.Request, q alertQuery, next int) string {
	host, query := w.URL(), r.URL.Query()
	query.Del("$skip")
	query.Del("$skiptoken")
	switch rule := w.Behaviour().GraphNextLink; rule {
	case NextSkip:
		query.Set("$skip", strconv.Itoa(next))
		return host + r.URL.EscapedPath() + "?" + query.Encode()
	case NextOtherHost:
		host = "https://graph.example"
	case NextLoop:
		next = q.from
	}
	query.Set("$skiptoken",
		base64.RawURLEncoding.EncodeToString([]byte(tokenPrefix+strconv.Itoa(next))))
	return host + r.URL.EscapedPath() + "?" + query.Encode()
}

// parseSelect returns the selected properties, or nil for all.
func parseSelect(text string, b Behaviour) (map[string]bool, *refusal) {
	if text == "" {
		return nil, nil
	}
	known := map[string]bool{}
	for _, p := range alertProperties(b) {
		known[p.name] = true
	}
	selected := map[string]bool{}
	for _, name := range strings.Split(text, ",") {
		if name = strings.TrimSpace(name); !known[name] {
			return nil, badRequest("Could not find a property named '" + name +
				"' on type 'microsoft.graph.partner.security.partnerSecurityAlert'.")
		}
		selected[name] = true
	}
	return selected, nil
}

func invalidOption(name string) *refusal {
	return badRequest("Invalid value for the query option '" + name + "'.")
}
