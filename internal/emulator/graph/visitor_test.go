// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

type behaviour = emulator.GraphBehaviour

// alerting returns a visitor of an emulator with this behaviour.
func alerting(t *testing.T, b behaviour) visitor {
	t.Helper()
	v, _ := visit(t)
	v.behave(b)
	return v
}

func (v visitor) behave(b behaviour) {
	v.Server.SetBehaviour(func(all *emulator.Behaviour) { all.GraphBehaviour = b })
}

// send sends a request with a path below /beta, and JSON if there is a body.
func (v visitor) send(method, path, body string, change ...func(*http.Request)) emulatortest.Reply {
	v.T.Helper()
	address := path
	if !strings.HasPrefix(path, "https:") {
		address = v.Server.GraphURL() + "/beta" + path
	}
	r := expect.Must(http.NewRequestWithContext(v.T.Context(), method, address,
		strings.NewReader(body)))(v.T)
	r.Header.Set("Authorization", "Bearer "+v.Token)
	r.Header.Set("client-request-id", uuid.NewString())
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, f := range change {
		f(r)
	}
	return v.Send(r)
}

const alerts = "/security/partner/securityAlerts"

// list requests a list with query options, given by turns as names and values.
func (v visitor) list(options ...string) emulatortest.Reply {
	v.T.Helper()
	query := url.Values{}
	for pair := range slices.Chunk(options, 2) {
		query.Set(pair[0], pair[1])
	}
	return v.send(http.MethodGet, alerts+"?"+query.Encode(), "")
}

// alertID is the id in Graph of an event.
func (v visitor) alertID(eventID string) string {
	v.T.Helper()
	e, ok := v.Server.Event(eventID)
	if !ok {
		v.T.Fatalf("there is no event %s", eventID)
	}
	return e.AlertID()
}

// listed returns the alerts of a page, and the link to the next one.
func listed(t *testing.T, got emulatortest.Reply) (found []map[string]any, next string) {
	t.Helper()
	page := got.Expect(t, http.StatusOK, "").Decode(t)
	values, ok := page["value"].([]any)
	if !ok {
		t.Fatalf("no list: %s", got.Body)
	}
	for _, value := range values {
		one, _ := value.(map[string]any)
		found = append(found, one)
	}
	next, _ = page["@odata.nextLink"].(string)
	return found, next
}

// events returns the ids of the events of a page, as the tests know them.
func (v visitor) events(got emulatortest.Reply) []string {
	v.T.Helper()
	found, _ := listed(v.T, got)
	names := map[any]string{}
	for _, e := range v.Server.Events() {
		names[e.AlertID()] = e.EventID
	}
	ids := []string{}
	for _, one := range found {
		ids = append(ids, names[one["id"]])
	}
	return ids
}
