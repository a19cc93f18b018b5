// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func as[T error](err error, target *T) bool { return errors.As(err, target) }

// A failed part says what to do about its own alerts, and about no other.
func TestGraphAlerts_EachAnswerOfABatchIsJudgedByItself(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	s.parts = map[string]string{
		"refused":  `"status":409,"body":{"error":{"code":"Conflict","message":"m"}}`,
		"other":    `"status":404,"body":{"error":{"code":"NotFound","message":"m"}}`,
		"busy":     `"status":429,"headers":{"retry-after":"7"},"body":{}`,
		"busier":   `"status":429,"headers":{"Retry-After":"19"}`,
		"broken":   `"status":500`,
		"gateway":  `"status":504`,
		"accepted": `"status":202`,
		"missing":  ``,
		"silent":   `"status":0`,
		"denied":   `"status":403,"body":{"error":{"code":"Authorization_RequestDenied"}}`,
	}
	ids := []string{"done", "refused", "other", "busy", "busier", "broken", "gateway", "accepted",
		"missing", "silent", "denied"}
	for _, id := range ids {
		s.add("s", id)
	}
	u := updateOf(t, decide(t, "Resolved", "Fraud"), ids[0], ids[1:]...)
	receipt := expect.Must(c.SecurityAlerts().Update(t.Context(), u))(t)
	if len(receipt.Events) != 1 || receipt.Events[0].EventID != "done" ||
		!receipt.Events[0].Carries(u.Decision) || receipt.RequestID == "" {
		t.Errorf("got %+v", receipt)
	}
	got := map[string]string{}
	for _, f := range receipt.Failures {
		got[strings.Join(f.EventIDs, " ")] = meaning(f.Err)
	}
	expect.Equal(t, "failures", map[string]string{
		"refused":                "Refused RefusedForEvents",
		"other":                  "Refused RefusedForEvents",
		"denied":                 "Refused NotPermitted",
		"busy busier":            "again 19s",
		"broken":                 "MayHaveHappened again",
		"gateway missing silent": "UnknownOutcome MayHaveHappened again",
		"accepted":               "UnknownOutcome MayHaveHappened MayYetHappen",
	}, got)
}

// meaning names what a failure means, and a wait that the service asked for.
func meaning(err fraud.CallError) string {
	var means []string
	for kind, name := range map[fraud.FailureKind]string{
		fraud.NotFound: "NotFound", fraud.UnknownSubscription: "UnknownSubscription",
		fraud.Refused: "Refused", fraud.RefusedForEvents: "RefusedForEvents",
		fraud.UnknownOutcome: "UnknownOutcome", fraud.MayHaveHappened: "MayHaveHappened",
		fraud.MayYetHappen: "MayYetHappen", fraud.TooLate: "TooLate", fraud.NotPermitted: "NotPermitted",
		fraud.OutOfTime: "OutOfTime",
	} {
		if err.Means(kind) {
			means = append(means, fmt.Sprint(int(kind), " ", name))
		}
	}
	slices.Sort(means)
	for i, m := range means {
		_, means[i], _ = strings.Cut(m, " ")
	}
	if before, wait, again := err.Again(); again {
		means = append(means, "again")
		if wait > time.Second {
			means = append(means, wait.String())
		}
		if before.RequestID != "" || before.Made != 1 || before.Retries != 1 {
			means = append(means, fmt.Sprintf("%+v", before))
		}
	}
	return strings.Join(means, " ")
}

func TestGraphAlerts_ACallThatItsCallerCutsShortJustEnds(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	s.onList = func() { cancel(); <-ended }
	err := c.SecurityAlerts().List(ctx, fraud.Query{}, &book{})
	close(ended)
	var call fraud.CallError
	if !errors.As(err, &call) || meaning(call) != "OutOfTime" {
		t.Errorf("got %v", err)
	}
}

// A refusal of one alert delays the calls about others, too.
func TestGraphAlerts_AThrottledPartDelaysEverybody(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	s.add("s", "a")
	s.parts = map[string]string{"b": `"status":429,"headers":{"Retry-After":"60"}`}
	expect.Must(c.SecurityAlerts().Update(t.Context(),
		updateOf(t, decide(t, "Active", ""), "a", "b")))(t)
	u := updateOf(t, decide(t, "Active", ""), "a")
	u.LeaveBy = time.Now().Add(time.Second)
	_, err := c.SecurityAlerts().Update(t.Context(), u)
	if !fraud.Failed(err, fraud.TooLate) {
		t.Errorf("got %v", err)
	}
	expect.Equal(t, "updates", 1, s.updates)
}

// The answer to a batch that cannot be read says nothing about its alerts.
func TestGraphAlerts_UnreadableAnswersToABatchAreUnknown(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `{}`, `{"responses":null}`, `{"responses":{}}`, `<html>`,
		`{"resp`,
		`{"responses":[{"id":"1","status":"ok"}]}`} {
		s, c := startAlerts(t)
		s.fault(func(w http.ResponseWriter, _ func()) { _, _ = w.Write([]byte(body)) })
		_, err := c.SecurityAlerts().Update(t.Context(),
			updateOf(t, decide(t, "Resolved", "Fraud"), "a", "b"))
		if !fraud.Failed(err, fraud.UnknownOutcome) || fraud.Failed(err, fraud.Refused) {
			t.Errorf("%s: %v", body, err)
		}
	}
	// two answers to one request
	s, c := startAlerts(t)
	s.fault(func(w http.ResponseWriter, _ func()) {
		_, _ = w.Write([]byte(`{"responses":[{"id":"1","status":200},{"id":1,"status":404}]}`))
	})
	receipt := expect.Must(c.SecurityAlerts().Update(t.Context(),
		updateOf(t, decide(t, "Resolved", "Fraud"), "a", "b")))(t)
	if len(receipt.Failures) != 1 || !receipt.Failures[0].Err.Means(fraud.UnknownOutcome) ||
		!slices.Equal(receipt.Failures[0].EventIDs, []string{"a", "b"}) {
		t.Errorf("got %+v", receipt)
	}
}

// Without batches, each alert has a call of its own.
func TestGraphAlerts_AServiceWithoutBatches(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusNotImplemented} {
		s, c := startAlerts(t)
		s.fault(func(w http.ResponseWriter, _ func()) { refuse(w, status, "NotImplemented", "No.") })
		_, err := c.SecurityAlerts().Update(t.Context(),
			updateOf(t, decide(t, "Resolved", "Fraud"), "a", "b"))
		if !fraud.Failed(err, fraud.RefusedForEvents) || fraud.Failed(err, fraud.MayHaveHappened) {
			t.Errorf("%d: %v", status, err)
		}
		expect.Equal(t, "events per update", 1, c.SecurityAlerts().Limits().EventsPerUpdate)
	}
}

func list(t *testing.T, events fraud.Events, q fraud.Query) []string {
	t.Helper()
	b := &book{}
	expect.NoError(t, events.List(t.Context(), q, b))
	var ids []string
	for _, e := range b.events {
		ids = append(ids, e.EventID)
	}
	return ids
}

// Rows that an earlier page had mean that the pages shifted.
func TestGraphAlerts_ShiftingPages(t *testing.T) {
	t.Parallel()
	next := `,"@odata.nextLink":"HOST` + alertsURL + `?$skiptoken=`
	row := func(id string) string { return `{"id":"` + id + `","status":"active"}` }
	for name, test := range map[string]struct {
		pages map[string]string
		want  error
	}{
		"shifted": {map[string]string{"": `{"value":[` + row("a") + `]` + next + `1"}`,
			"?%24skiptoken=1": `{"value":[` + row("a") + `,` + row("b") + `]}`}, fraud.ErrMoved},
		"quiet": {map[string]string{"": `{"value":[` + row("a") + `]` + next + `1"}`,
			"?%24skiptoken=1": `{"value":[` + row("b") + `]}`}, nil},
		"an empty page": {map[string]string{"": `{"value":[]` + next + `1"}`,
			"?%24skiptoken=1": `{"value":[` + row("b") + `]}`}, nil},
	} {
		replies := service{}
		for query, body := range test.pages {
			replies[alertsURL+query] = body
		}
		c, _ := replies.start(t)
		err := c.SecurityAlerts().List(t.Context(), fraud.Query{TellMoved: true}, &book{})
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A service that starts over after its last page never ends.
	replies := service{}
	for i := range 5 {
		replies[fmt.Sprintf("%s?%%24skiptoken=%d", alertsURL, i)] =
			`{"value":[` + row("a") + `]` + next + fmt.Sprint(i+1) + `"}`
	}
	replies[alertsURL] = `{"value":[` + row("a") + `]` + next + `0"}`
	c, asked := replies.start(t)
	if err := c.SecurityAlerts().List(t.Context(), fraud.Query{}, &book{}); err == nil ||
		len(*asked) > 4 {
		t.Errorf("%v: %v", *asked, err)
	}
}

func TestGraphAlerts_ErrorsSayWhatToDo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		code   string
		says   []string
	}{
		"no permission": {403, "Authorization_RequestDenied", []string{"PartnerSecurity.ReadWrite.All",
			"grant admin consent", "Admin agent", "PartnerSecurity.Read.All suffices"}},
		"no MFA":      {403, "Unauthorized_MissingMFA", []string{"Sign in again with multifactor"}},
		"not there":   {404, "ResourceNotFound", []string{"Check the event ids"}},
		"conflict":    {409, "Conflict", []string{"Somebody else changed it"}},
		"bad request": {400, "BadRequest", []string{"Check the event ids, the status, and the reason"}},
	} {
		s, c := startAlerts(t)
		s.fault(func(w http.ResponseWriter, _ func()) {
			refuse(w, test.status, test.code, "Bearer "+secret+" \x1b[2J")
		})
		_, err := c.SecurityAlerts().Update(t.Context(), updateOf(t, decide(t, "Active", ""), "a"))
		if err == nil || strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "\x1b") {
			t.Fatalf("%s: %v", name, err)
		}
		expect.Contains(t, err.Error(), append(test.says, "could not update fraud events in Microsoft "+
			"Graph (subscription s, status Active, 1 event: a)", test.code)...)
	}
	for _, body := range []string{`404 {"error":{"code":"ResourceNotFound"}}`,
		`400 {"error":{"code":"BadRequest","message":"Resource not found for the segment 'partner'."}}`} {
		_, err := decode(t, body)
		expect.Contains(t, err.Error(), "the partner's own tenant",
			"offers security alerts to partners only",
			"unset `api`")
		if fraud.Failed(err, fraud.NotFound) {
			t.Errorf("a missing API reads as a missing subscription: %v", err)
		}
	}
}

// The message has Graph's id, which support asks for. The Ledger keeps the id that was sent: it
// names the update also if the answer is lost.
func TestGraphAlerts_AFailedUpdateHasBothIDs(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	s.fault(func(w http.ResponseWriter, _ func()) {
		w.Header().Set("request-id", "id-of-graph")
		refuse(w, http.StatusGatewayTimeout, "Timeout", "m")
	})
	_, err := c.SecurityAlerts().Update(t.Context(), updateOf(t, decide(t, "Active", ""), "a"))
	var failed fraud.CallError
	if !as(err, &failed) {
		t.Fatal(err)
	}
	expect.Contains(t, err.Error(), "request-id id-of-graph")
	sent, correlation := failed.CallIDs()
	if uuid.Validate(sent) != nil || correlation != "" {
		t.Errorf("got %q and %q", sent, correlation)
	}
}
