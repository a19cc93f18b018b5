// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

const contextURL = "https://graph.microsoft.com/beta/$metadata#security/partner/securityAlerts"

// listAlerts answers GET …/securityAlerts.
func (w *Window) listAlerts(c call) *refusal {
	b := w.Behaviour()
	q, refused := w.parseAlertQuery(c.r, b)
	if refused != nil {
		return refused
	}
	form := newAlertForm(b, q.selected)
	if b.GraphNextLink == NextEmptyPage && !q.followed {
		w.writeAlerts(c, q, form, nil, 0, q.from)
		return nil
	}
	page, total := w.World.Alerts(q.match, world.Page{Skip: q.from, Take: q.size})
	next := q.from + len(page)
	if next >= total {
		next = -1
	}
	w.writeAlerts(c, q, form, page, total, next)
	return nil
}

// writeAlerts writes a page. next is the first alert of the next one, or negative.
func (w *Window) writeAlerts(c call, q alertQuery, form alertForm, page []*world.Event, total,
	next int) {
	w.OnPage("", q.from/q.size+1)
	list := make([]alert, len(page))
	for i, e := range page {
		list[i] = alert{form, e}
	}
	reply := map[string]any{"@odata.context": contextURL, "value": list}
	if q.count {
		reply["@odata.count"] = total
	}
	if next >= 0 {
		reply["@odata.nextLink"] = w.nextLink(c.r, q, next)
	}
	harness.WriteJSON(c.rw, http.StatusOK, reply)
}

// getAlert answers GET …/securityAlerts/{id}.
func (w *Window) getAlert(c call, id string) *refusal {
	b := w.Behaviour()
	selected, refused := parseSelect(c.r.URL.Query().Get("$select"), b)
	if refused != nil {
		return refused
	}
	e, ok := w.World.Alert(id)
	if !ok {
		return unknownAlert()
	}
	harness.WriteJSON(c.rw, http.StatusOK, alert{newAlertForm(b, selected), e})
	return nil
}

// alertForm is how alerts look: the properties that were selected, in order.
type alertForm struct {
	behaviour  Behaviour
	properties []property
}

// newAlertForm returns the form with the selected properties; nil selects all.
func newAlertForm(b Behaviour, selected map[string]bool) alertForm {
	form := alertForm{behaviour: b}
	for _, p := range alertProperties(b) {
		if selected == nil || selected[p.name] {
			form.properties = append(form.properties, p)
		}
	}
	return form
}

// alert is an event in the form of Graph.
type alert struct {
	alertForm

	event *world.Event
}

// MarshalJSON implements json.Marshaler. A map would lose the order of the properties.
func (a alert) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	for i, p := range a.properties {
		value, err := json.Marshal(p.value(a.event, a.behaviour))
		if err != nil {
			return nil, err
		}
		separator := ","
		if i == 0 {
			separator = ""
		}
		out.WriteString(separator + `"` + p.name + `":` + string(value))
	}
	return []byte("{" + out.String() + "}"), nil
}
