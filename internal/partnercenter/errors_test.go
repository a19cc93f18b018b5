// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// failWith returns the error of a listing of one subscription to which the service gives this
// answer.
func failWith(t *testing.T, status int, body string, headers ...string) *partnercenter.Error {
	t.Helper()
	c := newClient(t, serve(t, reply(status, body, headers...)), noRetry,
		withTokens(&tokens{values: []string{"token-1"}}))
	return failedList(t, c, fraud.Query{SubscriptionID: subscriptionID})
}

func TestError_SaysEverything(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(503, ""), reply(403,
		`{"code":"900150","description":"The role lacks the rights.","data":[],"source":"PartnerFD"}`,
		"MS-RequestId: of-the-answer", "MS-CorrelationId: of-the-answer-too"))
	c, u := newClient(t, s), fraudUpdate(t)
	u.Before, _, _ = failedUpdate(t, c, u).Again()
	failed := failedUpdate(t, c, u)
	asked := "subscription " + subscriptionID + ", status Resolved, reason Fraud, 1 event: event-1"
	want := &partnercenter.Error{SubscriptionID: subscriptionID, CallError: rest.CallError{
		Purpose:    rest.Purpose{Operation: "update fraud events", Asked: asked},
		StatusCode: 403,
		Refusal:    rest.Refusal{Code: "900150", Description: "The role lacks the rights."},
		RequestID:  "of-the-answer", CorrelationID: "of-the-answer-too", Attempts: 2,
	}}
	if diff := cmp.Diff(want, failed, cmpopts.IgnoreUnexported(rest.Refusal{}),
		cmpopts.IgnoreFields(partnercenter.Error{}, "Area", "Elapsed", "Advice", "Next", "SentID"),
	); diff != "" {
		t.Error(diff)
	}
	expect.Contains(t, failed.Error(), "update fraud events ("+asked+"): ",
		`HTTP 403 Forbidden, code 900150 ("The role lacks the rights."). `, failed.Advice.String(),
		"Admin agent", "2 attempts in ", "MS-RequestId of-the-answer",
		"MS-CorrelationId of-the-answer-too")
}

func TestError_NamesOurIDsWhenTheAnswerHasNone(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(400, ""))
	failed := failedList(t, newClient(t, s), fraud.Query{Status: "Active"})
	if failed.RequestID != s.column("MS-RequestId")[0] || failed.CorrelationID != correlationID ||
		failed.Asked != "all subscriptions, status Active" {
		t.Errorf("got %+v", failed)
	}
}

func TestError_ReadsEachShapeOfBody(t *testing.T) {
	t.Parallel()
	const denied = "Access denied."
	type row struct {
		body, code, description string
		notOurs                 bool
	}
	expect.Each(t, map[string]row{
		"Partner Center": {`{"code":"7","description":"Access denied.","data":[]}`, "7", denied,
			false},
		"with a BOM": {bom + `{"code":"7","description":"Access denied."}`, "7", denied,
			false},
		"code as a number": {`{"Code":7,"Description":"Access denied."}`, "7", denied, false},
		"code and message": {`{"code":"7","message":"Access denied."}`, "7", denied, false},
		"gateway": {`{ "statusCode": 403, "message": "Access denied." }`, "", denied,
			false},
		"OAuth": {`{"error":"x","error_description":"AADSTS1:\r\nx"}`, "x", "AADSTS1: x",
			false},
		"nested": {`{"error":{"code":"Forbidden","message":"No."}}`, "Forbidden", "No.",
			false},
		"empty":                 {"", "", "", false},
		"HTML":                  {"<html>secret</html>", "", "19 bytes of application/json", true},
		"plain text":            {"secret", "", "6 bytes of application/json", true},
		"JSON of somebody else": {`{"secret":1}`, "", "12 bytes of application/json", true},
		"an array":              {`["secret"]`, "", "10 bytes of application/json", true},
		"nested, not an object": {`{"error":["secret"]}`, `["secret"]`, "", false},
		"truncated":             {`{"code":"2032","descr`, "", "21 bytes of application/json", true},
		"our token is cut out": {`{"description":"bad token-1 in token-1"}`, "",
			"bad (redacted) in (redacted)", false},
		"so is another one": {`{"description":"bad eyJhbGciOi.eyJhdWQ.c2ln, too"}`, "",
			"bad (redacted), too", false},
		"no control characters": {`{"description":"a\u001b[31m\u200bb\u0000c\td"}`, "", "a [31m b c d",
			false},
		"of reasonable length": {`{"description":"` + strings.Repeat("é", 5000) + `"}`, "",
			strings.Repeat("é", 600) + "…", false},
		"more than we will read": {`{"description":"` + strings.Repeat("x", 100_000) + `"}`, "",
			"65536 bytes of application/json", true},
	}, func(t *testing.T, test row) {
		got := failWith(t, 403, test.body)
		if got.Code != test.code || got.Description+got.Instead != test.description ||
			got.NotOurs != test.notOurs || got.Advice == nil {
			t.Errorf("got code %q, description %q, not ours %t, hint %q", got.Code, got.Description,
				got.NotOurs, got.Advice)
		}
		if test.notOurs && strings.Contains(got.Error(), "secret") {
			t.Errorf("the error quotes a body that it does not understand: %v", got)
		}
	})
}

func TestError_NeverHoldsAToken(t *testing.T) {
	t.Parallel()
	const token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwcyJ9.c2lnbmF0dXJl"
	for _, body := range []string{
		`{"code":"` + token + `","description":"` + token + `"}`, `{"error":"` + token + `"}`, token,
		"<html>" + token,
		`{"code":"1","description":"` + strings.Repeat("x", 580) + token + `"}`,
	} {
		for _, status := range []int{200, 302, 401, 403, 503} {
			s := serve(t, reply(status, body, "Location: https://"+token+"@"+token+"/?token="+token,
				"Content-Type: "+token, "MS-RequestId: "+token, "MS-CorrelationId: "+token))
			own := token // the service may also echo a foreign token
			if status == 302 || status == 503 {
				own = "another"
			}
			c := newClient(t, s, noRetry, withTokens(&tokens{values: []string{own}}))
			_, err := list(t, c, fraud.Query{})
			for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
				if strings.Contains(text, "eyJ0eXAi") {
					t.Errorf("HTTP %d: the token is in %s", status, text)
				}
			}
		}
	}
}

// failures are answers to a listing of one subscription, with the subjects of their advice and the
// kinds of failure in the domain. A body of digits stands for that code.
func failures() []struct {
	status            int
	body, hint, kinds string
} {
	const refused = "refused refused-for-events"
	return []struct {
		status            int
		body, hint, kinds string
	}{
		{401, "400", "sign in again", "not-permitted"},
		{401, "800001", "sign in again", "not-permitted"},
		{401, "900420", "audience", "not-permitted"},
		{401, "900421", "multifactor", "not-permitted"},
		{401, "10001", "multifactor", "not-permitted"},
		{401, "", "sign in again", "not-permitted"},
		{403, "", "Admin agent", "refused not-permitted"},
		{403, "2032", "Admin agent", "refused not-permitted"},
		{403, "20002", "commerce relationship", "refused not-permitted"},
		{403, "900150", "Admin agent", "refused not-permitted"},
		{403, "900308", "Admin agent", "refused not-permitted"},
		{403, "900309", "Conditional Access", "refused not-permitted"},
		{403, "900329", "App+User", "refused not-permitted"},
		// These codes mean something else with another status.
		{403, "900421", "Admin agent", "refused not-permitted"},
		{403, "20003", "Admin agent", "refused not-permitted"},
		{403, "<html>blocked</html>", "proxy", "not-permitted"},
		{400, "", "does not accept the request", refused},
		{400, "3000", "does not accept the request", refused},
		{400, "800002", "does not accept the request", refused},
		{400, "900126", "new_events_model", "unknown-value refused"},
		{404, "", "subscription id", "not-found " + refused},
		{404, `{"description":"x"}`, "subscription id", "not-found " + refused},
		{404, "1000", "subscription id", "not-found " + refused},
		{404, "20003", "subscription id", "not-found unknown-subscription refused"},
		{404, "800111", "subscription id", "not-found unknown-subscription refused"},
		{404, `{"code":800111}`, "subscription id", "not-found unknown-subscription refused"},
		{404, "60003", "tenant_id", "refused"},
		{404, "4711", "subscription id", refused},
		{404, "<html></html>", "proxy", ""},
		{404, `{"statusCode":404,"message":"Resource not found"}`, "proxy", ""},
		{404, `{"code":"20003","secret"`, "proxy", ""},
		{409, "", "Somebody else", refused},
		{413, "", "", refused},
		{422, "", "", refused},
		{408, "", "in time", "may-have-happened"},
		{429, "", "rate", ""},
		{500, "800003", "Try again later", "may-have-happened"},
		{500, "900192", "Try again later", "may-have-happened"},
		{501, "0", "Try again later", "may-have-happened"},
		{502, "", "Try again later", "may-have-happened"},
		{503, "", "Try again later", "may-have-happened"},
		{504, "", "Try again later", "may-have-happened"},
	}
}

// Each code in docs-dev/api.md appears exactly once in the table above, with its status.
func TestError_EveryDocumentedCodeHasOneHint(t *testing.T) {
	t.Parallel()
	page := string(expect.Must(os.ReadFile(filepath.Join("..", "..", "docs-dev", "api.md")))(t))
	_, codes, _ := strings.Cut(page, "### Error codes\n")
	codes, _, _ = strings.Cut(codes, "\n## ")
	documented := regexp.MustCompile(`\b[45]\d\d/\d+\b`).FindAllString(codes, -1)
	if len(documented) < 15 {
		t.Fatalf("docs-dev/api.md documents only %v", documented)
	}
	hints := map[string]int{}
	for _, row := range failures() {
		hints[fmt.Sprintf("%d/%s", row.status, row.body)]++
	}
	for _, code := range documented {
		if hints[code] != 1 {
			t.Errorf("%s has %d hints", code, hints[code])
		}
	}
}

func TestError_HintAndKindsByStatusAndCode(t *testing.T) {
	t.Parallel()
	for _, test := range failures() {
		body := test.body
		if strings.Trim(body, "0123456789") == "" && body != "" {
			body = fmt.Sprintf(`{"code":%q,"description":"x"}`, body)
		}
		got := failWith(t, test.status, body)
		if got.StatusCode != test.status || !strings.Contains(got.Advice.String(), test.hint) ||
			kinds(got) != test.kinds {
			t.Errorf("%d/%s: got %q about %q, want %q about %q", test.status, test.body, kinds(got),
				got.Advice, test.kinds, test.hint)
		}
	}
	got := failWith(t, 307, "", "Location: https://other.test/path?secret=1")
	expect.Equal(t, "instead", "a redirect to https://other.test", got.Instead)
	expect.Contains(t, got.Advice.String(), "base_url")
}

// kinds names the kinds of the domain that a failure means, in the order of [fraud.FailureKind].
func kinds(e *partnercenter.Error) string {
	var names []string
	for kind, name := range []string{"not-found", "unknown-subscription", "unknown-value", "refused",
		"refused-for-events", "unknown-outcome", "may-have-happened", "may-yet-happen", "too-late",
		"not-permitted", "out-of-time", "a kind that there is not"} {
		if e.Means(fraud.FailureKind(kind)) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// Facts that the answer alone does not contain.
func TestError_KindsDependOnTheCallAndItsCause(t *testing.T) {
	t.Parallel()
	late := fmt.Errorf("x: %w", transport.ErrTooLate)
	unknown := rest.Refusal{Code: "900126"}
	for want, e := range map[string]partnercenter.Error{
		"":              {},
		"too-late":      {CallError: rest.CallError{StatusCode: 503, Err: late}},
		"not-permitted": {CallError: rest.CallError{Err: fmt.Errorf("get: %w", &auth.Error{})}},
		"refused": {LaterPage: true,
			CallError: rest.CallError{StatusCode: 400, Refusal: unknown}},
		"refused refused-for-events": {LaterPage: true, SubscriptionID: "s",
			CallError: rest.CallError{StatusCode: 404}},
	} {
		expect.Equal(t, fmt.Sprintf("%+v", e), want, kinds(&e))
	}
	c := newClient(t, serve(t, reply(404, "")))
	expect.Equal(t, "all subscriptions", "refused refused-for-events",
		kinds(failedList(t, c, fraud.Query{})))
	c = newClient(t, serve(t, reply(404, `{"code":"20003"}`)))
	expect.Equal(t, "update", "not-found unknown-subscription refused",
		kinds(failedUpdate(t, c, fraudUpdate(t))))
}
