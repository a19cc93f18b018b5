// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// write is a write that the service received, whether or not it took effect.
type write struct {
	at           time.Time
	subscription string
	ids          []string
	target       standing
	status       int
	requestID    string
	malformed    string
}

// look is a listing that the service served, from its first page on.
type look struct {
	at           time.Time // it was asked for
	subscription string    // empty: all of them
}

func (l look) covers(subscription string) bool {
	return l.subscription == "" || strings.EqualFold(l.subscription, subscription)
}

// watcher hears of each call, and does things after some.
type watcher struct {
	classic bool // the events model; set before the first call
	names   *naming

	mu        sync.Mutex
	api       string
	foreign   []string // calls of the other API
	areas     *areaHistory
	areaCalls []areaCall
	look      func(time.Time) // reads the world; set once there is one
	writes    []write
	looks     []look
	lists     int // pages that the service did not refuse
	refused   int // pages that it refused with a 401: the client then renews its token once
	calls     int // lists and writes since the last command began
	triggers  map[int][]func()
}

// begin starts to count the calls of a command.
func (w *watcher) begin(triggers map[int][]func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.foreign, w.areaCalls = nil, nil
	w.writes, w.looks, w.lists, w.refused, w.calls, w.triggers = nil, nil, 0, 0, 0, triggers
}

// end forgets the triggers, and adds to the run what was heard.
func (w *watcher) end(r *run) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.triggers = nil
	r.foreign, r.areaCalls = w.foreign, w.areaCalls
	r.writes, r.looks, r.lists, r.refused = w.writes, w.looks, w.lists, w.refused
}

// speak sets the API that the next commands call.
func (w *watcher) speak(api string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.api = api
}

// heard is called after each call.
func (w *watcher) heard(r emulator.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	kind, found := kinds()[r.Kind]
	switch {
	case found && kind.write:
		w.hearWrite(r)
	case found:
		w.hearList(r)
	case !w.hearArea(r):
		return
	}
	if found && kind.api != w.api {
		w.foreign = append(w.foreign, r.Kind)
	}
	w.calls++
	for _, do := range w.triggers[w.calls] {
		do()
	}
}

func (w *watcher) hearWrite(r emulator.Request) {
	w.look(r.Time)
	if r.Kind == emulator.KindUpdate {
		w.writes = append(w.writes, readWrite(r, w.classic))
	} else {
		w.writes = append(w.writes, w.readAlertWrites(r)...)
	}
}

func (w *watcher) hearList(r emulator.Request) {
	switch r.Status {
	case http.StatusTooManyRequests:
	case http.StatusUnauthorized:
		w.refused++
	default:
		w.lists++
	}
	subscription, first := firstPage(r)
	if first && r.Status < http.StatusMultipleChoices && r.Status > 0 {
		w.looks = append(w.looks, look{r.Time, subscription})
	}
}

func readWrite(r emulator.Request, classic bool) write {
	var body struct {
		IDs    []string `json:"EventIds"`
		Status string   `json:"EventStatus"`
		Reason *string  `json:"ResolvedReason"`
	}
	parts := strings.Split(r.Path, "/")
	w := write{at: r.Time, status: r.Status, requestID: r.Header.Get("MS-RequestId")}
	if len(parts) > 2 {
		w.subscription = parts[len(parts)-2]
	}
	if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
		w.malformed = err.Error()
		return w
	}
	w.ids, w.target = body.IDs, standing{Status: body.Status}
	switch {
	case body.Reason == nil:
		w.malformed = "it has no ResolvedReason"
	case (*body.Reason == "") != (body.Status != resolved):
		w.malformed = "its reason is " + *body.Reason + " for " + body.Status
	case len(body.IDs) == 0:
		w.malformed = "it has no EventIds"
	case (r.Header.Get("X-NewEventsModel") == "true") == classic:
		w.malformed = "it is for the other events model"
	default:
		w.target.Reason = *body.Reason
	}
	return w
}
