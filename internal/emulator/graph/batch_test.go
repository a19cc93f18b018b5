// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

// part is a reply within that of a batch.
type part struct {
	ID      string
	Status  int
	Headers map[string]string
	Body    map[string]any
}

func (v visitor) batch(requests ...string) emulatortest.Reply {
	v.T.Helper()
	return v.send(http.MethodPost, "/$batch", `{"requests":[`+strings.Join(requests, ",")+`]}`)
}

// parts returns the replies of a batch, in order, as "id status".
func parts(t *testing.T, got emulatortest.Reply) ([]part, string) {
	t.Helper()
	var body struct{ Responses []part }
	got.Expect(t, http.StatusOK, "")
	expect.NoError(t, json.Unmarshal([]byte(got.Body), &body))
	var texts []string
	for _, one := range body.Responses {
		texts = append(texts, fmt.Sprint(one.ID, " ", one.Status))
	}
	return body.Responses, strings.Join(texts, ", ")
}

// resolve is a request that resolves the alert of an event as fraud; more has further members.
func (v visitor) resolve(id, eventID string, more ...string) string {
	v.T.Helper()
	return fmt.Sprintf(`{"id":%q,"method":"PATCH","url":"%s/%s","body":%s,`+
		`"headers":{"content-type":"application/json"}%s}`, id, alerts, v.alertID(eventID), isFraud,
		strings.Join(more, ""))
}

func TestBatch_AnswersEachRequestByItself(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	replies, order := parts(t, v.batch(
		v.resolve("1", a1),
		`{"id":"2","method":"GET","url":"`+alerts+`/unknown"}`,
		`{"id":"3","method":"GET","url":"`+alerts[1:]+`?$filter=status%20eq%20'active'&$select=id"}`,
		`{"id":"4","method":"POST","url":"/$batch"}`,
		`{"id":"5","method":"GET","url":"/beta`+alerts+`"}`,
		`{"id":"6","method":"DELETE","url":"`+alerts+`"}`,
	))
	expect.Equal(t, "in another order", "6 405, 5 404, 4 400, 3 200, 2 404, 1 200", order)
	expect.Equal[any](t, "the changed alert", "resolved", replies[5].Body["status"])
	expect.Contains(t, replies[5].Headers["Content-Type"], "application/json")
	expect.Equal(t, "active ones", 2, strings.Count(fmt.Sprint(replies[3].Body["value"]), "id:"))
	expect.Contains(t, fmt.Sprint(replies[4].Body["error"]), "code:NotFound")
	v.ExpectEvent(a1, "Resolved Fraud")
	expect.Equal(t, "calls", map[string]int{emulator.KindBatch: 1}, v.Server.Counts())
	v.ExpectViolations()
}

func TestBatch_FaultsHitSingleRequests(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	v.Server.AddFault(emulator.Fault{Kind: emulator.KindUpdateAlert, Skip: 1, Status: 429,
		RetryAfter: "7"})
	v.Server.AddFault(emulator.Fault{Kind: emulator.KindUpdateAlert, Skip: 1, Drop: true,
		AfterEffect: true})
	replies, order := parts(t, v.batch(v.resolve("1", a1), v.resolve("2", a2), v.resolve("3", b1)))
	expect.Equal(t, "without an answer to the third", "2 429, 1 200", order)
	expect.Equal(t, "Retry-After", "7", replies[0].Headers["Retry-After"])
	v.ExpectEvent(a1, "Resolved Fraud")
	v.ExpectEvent(a2, "Active")
	v.ExpectEvent(b1, "Resolved Fraud")
	v.ExpectViolations()
	v.batch(v.resolve("1", a2))
	v.ExpectViolations("before its Retry-After")
	v.Server.AddFault(emulator.Fault{Kind: emulator.KindUpdateAlert, Status: 503, HTML: true})
	got := v.batch(v.resolve("1", a2)).Expect(t, http.StatusOK, "")
	expect.Contains(t, got.Body, `"status":503`, `"body":"\u003c!DOCTYPE html`)
}

// A fault of the batch is about all of its requests.
func TestBatch_CanFailAsAWhole(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	v.Server.AddFault(emulator.Fault{Kind: emulator.KindBatch, Status: 429, RetryAfter: "7"})
	got := v.batch(v.resolve("1", a1))
	expectCode(t, got, http.StatusTooManyRequests, "TooManyRequests")
	expect.Equal(t, "Retry-After", "7", got.Header.Get("Retry-After"))
	v.ExpectEvent(a1, "Active")
	v.batch(v.resolve("1", a1)).Expect(t, http.StatusOK, "")
	v.ExpectViolations("before its Retry-After")
	v.behave(behaviour{GraphBatch: emulator.GraphBatchAbsent})
	expectCode(t, v.batch(v.resolve("1", a2)), http.StatusNotFound, "ResourceNotFound")
	v.behave(behaviour{GraphBatch: emulator.GraphBatchUnsupported})
	expectCode(t, v.batch(v.resolve("1", a2)), http.StatusNotImplemented, "NotImplemented")
	v.ExpectEvent(a2, "Active")
}

// The limit counts the requests of a batch, and other calls, but not the batch.
func TestBatch_ThrottlesItsRequests(t *testing.T) {
	t.Parallel()
	v, clock := visit(t)
	v.behave(behaviour{GraphThrottleCalls: 2, GraphThrottleSeconds: 30})
	replies, order := parts(t, v.batch(v.resolve("1", a1), v.resolve("2", a2), v.resolve("3", b1)))
	expect.Equal(t, "replies", "3 429, 2 200, 1 200", order)
	expect.Equal(t, "Retry-After", "30", replies[0].Headers["Retry-After"])
	got := v.list()
	expectCode(t, got, http.StatusTooManyRequests, "TooManyRequests")
	clock.Add(31 * time.Second)
	v.list().Expect(t, http.StatusOK, "")
	v.ExpectViolations()
}

func TestBatch_Dependencies(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	_, order := parts(t, v.batch(
		`{"id":"1","method":"GET","url":"`+alerts+`/unknown"}`,
		v.resolve("2", a1, `,"dependsOn":["1"]`), v.resolve("3", a2, `,"dependsOn":["2"]`),
		v.resolve("4", b1)))
	expect.Equal(t, "replies", "4 200, 3 424, 2 424, 1 404", order)
	v.ExpectEvent(a1, "Active")
	v.ExpectEvent(b1, "Resolved Fraud")
}

func TestBatch_IsStrict(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	get := func(members string) string { return `{"method":"GET","url":"` + alerts + `"` + members + `}` }
	var many []string
	for i := range 21 {
		many = append(many, get(fmt.Sprintf(`,"id":"%d"`, i)))
	}
	for _, test := range []struct {
		requests  []string
		violation string
	}{
		{nil, "without requests"},
		{[]string{get("")}, "no id"},
		{[]string{get(`,"id":"1"`), get(`,"id":"1"`)}, "id of another"},
		{[]string{`{"id":"1","method":"LOOK","url":"/x"}`}, "method"},
		{[]string{`{"id":"1","method":"GET"}`}, "relative url"},
		{[]string{`{"id":"1","method":"GET","url":"` + v.Server.GraphURL() + `/beta` + alerts + `"}`},
			"relative url"},
		{[]string{`{"id":"1","method":"GET","url":"//elsewhere.example/x"}`}, "relative url"},
		{[]string{strings.Replace(v.resolve("1", a1), "content-type", "accept", 1)}, "Content-Type"},
		{[]string{get(`,"id":"1","dependsOn":["2"]`), get(`,"id":"2"`)}, "depends"},
	} {
		t.Log(test.violation)
		expectCode(t, v.batch(test.requests...), http.StatusBadRequest, "BadRequest")
		v.ExpectViolations(test.violation)
		v.Server.ResetCounts()
	}
	expectCode(t, v.batch(many...), http.StatusBadRequest, "MaximumValueExceeded")
	v.ExpectViolations("21 requests")
	v.batch(many[:20]...).Expect(t, http.StatusOK, "")
	for _, body := range []string{`x`, `[]`, `{"requests":{}}`, `{"steps":[]}`} {
		expectCode(t, v.send(http.MethodPost, "/$batch", body), http.StatusBadRequest, "BadRequest")
	}
	plain := v.send(http.MethodPost, "/$batch", `{}`,
		func(r *http.Request) { r.Header.Del("Content-Type") })
	expectCode(t, plain, http.StatusUnsupportedMediaType, "BadRequest")
	expectCode(t, v.send(http.MethodGet, "/$batch", ""), http.StatusMethodNotAllowed,
		"Request_BadRequest")
	v.Token = v.Server.AccessToken()
	expectCode(t, v.batch(get(`,"id":"1"`)), http.StatusUnauthorized, "InvalidAuthenticationToken")
}

// A request has the batch's token unless it has its own, of which the emulator keeps nothing.
func TestBatch_TokensOfRequests(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	own := v.Server.AccessToken(emulator.WithAudience(graphResource), emulator.AppOnly())
	_, order := parts(t, v.batch(
		fmt.Sprintf(`{"id":"1","method":"GET","url":%q,"headers":{"Authorization":"Bearer %s"}}`,
			alerts, own), v.resolve("2", a1)))
	expect.Equal(t, "replies", "2 200, 1 403", order)
	if body := v.Server.Requests()[0].Body; strings.Contains(body, own) || body == "" {
		t.Errorf("the emulator keeps %.80q", body)
	}
}

// A batch whose reply was lost may be sent again with its id, by which the activity log names it.
func TestBatch_CanBeRepeatedAfterALostReply(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	v.Server.AddFault(emulator.Fault{Kind: emulator.KindBatch, Drop: true, AfterEffect: true})
	const id = "b5a4c9d0-9d0e-4b0a-8a53-6b6d2f0e1c77"
	repeat := func() (emulatortest.Reply, error) {
		r := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodPost,
			v.Server.GraphURL()+"/beta/$batch",
			strings.NewReader(`{"requests":[`+v.resolve("1", a1)+`]}`)))(t)
		r.Header.Set("Authorization", "Bearer "+v.Token)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("client-request-id", id)
		return v.Try(r)
	}
	if got, err := repeat(); err == nil {
		t.Errorf("the reply was not lost: %s", got.Body)
	}
	v.ExpectEvent(a1, "Resolved Fraud")
	expect.Must(repeat())(t).Expect(t, http.StatusOK, "")
	v.ExpectViolations()
	expect.Equal(t, "in the activity log", id, v.Server.Activity()[0].OriginalCorrelationID)
}
