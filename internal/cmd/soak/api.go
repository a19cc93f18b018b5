// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// The two APIs of fraud events. This program names an event by its id in Partner Center's own. Only
// configurations, states, plans, and calls have the id of the API in use.
const (
	partnerCenter = "partnercenter"
	graph         = "graph"
)

// naming says how the APIs name the events.
type naming struct{ alerts, events map[string]string }

func (n *naming) add(e emulator.Event) {
	if n.alerts == nil {
		n.alerts, n.events = map[string]string{}, map[string]string{}
	}
	n.alerts[e.EventID], n.events[e.AlertID()] = e.AlertID(), e.EventID
}

// id returns what an API calls an event.
func (n *naming) id(api, event string) string {
	if api == graph {
		return n.alerts[event]
	}
	return event
}

// event returns the event that an API calls so, or the id itself if there is none.
func (n *naming) event(api, id string) string {
	if event, found := n.events[id]; found && api == graph {
		return event
	}
	return id
}

func subscriptionOf(event string) string {
	subscription, _, _ := strings.Cut(event, "_")
	return subscription
}

// callKind is what a kind of call does, in whichever API.
type callKind struct {
	api   string
	write bool
}

// kinds are the kinds of calls about events.
func kinds() map[string]callKind {
	return map[string]callKind{
		emulator.KindList:        {partnerCenter, false},
		emulator.KindUpdate:      {partnerCenter, true},
		emulator.KindListAlerts:  {graph, false},
		emulator.KindGetAlert:    {graph, false},
		emulator.KindUpdateAlert: {graph, true},
		emulator.KindBatch:       {graph, true},
	}
}

var filteredBy = regexp.MustCompile(`subscriptionId eq '([^']*)'`)

// firstPage reports whether a call asks for the first page of a listing, and of which subscription.
func firstPage(r emulator.Request) (subscription string, first bool) {
	if r.Kind == emulator.KindList {
		page := r.Query.Get("PageNumber")
		return r.Query.Get("SubscriptionId"), page == "" || page == "1"
	}
	if found := filteredBy.FindStringSubmatch(r.Query.Get("$filter")); found != nil {
		subscription = found[1]
	}
	return subscription, !r.Query.Has("$skiptoken") && !r.Query.Has("$skip")
}

// alertChange is a change of one alert: a call, or a part of a batch.
type alertChange struct {
	Method string          `json:"method"`
	URL    string          `json:"url"`
	Body   json.RawMessage `json:"body"`
}

// readAlertWrites reads the writes of a call of Graph: one for each alert.
func (w *watcher) readAlertWrites(r emulator.Request) []write {
	changes := []alertChange{{r.Method, r.Path, json.RawMessage(r.Body)}}
	if r.Kind == emulator.KindBatch {
		var batch struct {
			Requests []alertChange `json:"requests"`
		}
		if err := json.Unmarshal([]byte(r.Body), &batch); err != nil {
			return []write{{at: r.Time, status: r.Status, malformed: err.Error()}}
		}
		changes = batch.Requests
	}
	var all []write
	for _, c := range changes {
		one := w.readAlertChange(c)
		one.at, one.status = r.Time, r.Status
		all = append(all, one)
	}
	return all
}

func (w *watcher) readAlertChange(c alertChange) write {
	_, id, _ := strings.Cut(c.URL, "/security/partner/securityAlerts/")
	event, known := w.names.events[id]
	one := write{ids: []string{event}, subscription: subscriptionOf(event)}
	var body struct{ Status, ResolvedReason string }
	err := json.Unmarshal(c.Body, &body)
	one.target = standing{inTitle(body.Status), inTitle(body.ResolvedReason)}
	switch {
	case err != nil:
		one.malformed = err.Error()
	case c.Method != http.MethodPatch:
		one.malformed = "its method is " + c.Method
	case !known:
		one.malformed = "no alert is called " + id
	case (body.ResolvedReason != "") != (one.target.Status == resolved):
		one.malformed = "its reason is " + body.ResolvedReason + " for " + body.Status
	}
	return one
}

// inTitle returns a value of Graph in Partner Center's spelling, such as Resolved.
func inTitle(value string) string {
	if value == "" {
		return ""
	}
	return strings.ToUpper(value[:1]) + value[1:]
}
