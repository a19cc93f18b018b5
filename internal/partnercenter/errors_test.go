// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// failWith returns the error of a listing of one subscription to which the service answers as
// given.
func failWith(t *testing.T, status int, body string, headers ...string) *partnercenter.Error {
	t.Helper()
	c := newClient(t, serve(t, reply(status, body, headers...)), noRetry,
		withTokens(&tokens{values: []string{"token-1"}}))
	_, err := list(t, c, fraud.Query{SubscriptionID: subscriptionID})
	var failed *partnercenter.Error
	if !errors.As(err, &failed) {
		t.Fatalf("HTTP %d %s: got %v", status, body, err)
	}
	return failed
}

func TestError_SaysEverything(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(503, ""), reply(403,
		`{"code":"900150","description":"The role lacks the rights.","data":[],"source":"PartnerFD"}`,
		"MS-RequestId: of-the-answer", "MS-CorrelationId: of-the-answer-too"))
	c, u := newClient(t, s), fraudUpdate(t)
	u.Before, _, _ = failedUpdate(t, c, u).Again()
	failed := failedUpdate(t, c, u)
	want := &partnercenter.Error{
		Operation: "update fraud events",
		Asked: "subscription " + subscriptionID +
			", status Resolved, reason Fraud, 1 event: event-1",
		SubscriptionID: subscriptionID,
		StatusCode:     403, Code: "900150", Description: "The role lacks the rights.",
		RequestID: "of-the-answer", CorrelationID: "of-the-answer-too", Attempts: 2,
	}
	if diff := cmp.Diff(want, failed,
		cmpopts.IgnoreFields(partnercenter.Error{}, "Elapsed", "Advice", "Next")); diff != "" {
		t.Error(diff)
	}
	text := failed.Error()
	for _, part := range []string{
		"update fraud events (subscription " + subscriptionID +
			", status Resolved, reason Fraud, 1 event: event-1): ",
		`HTTP 403 Forbidden, code 900150 ("The role lacks the rights."). `,
		failed.Advice.String(), "Admin agent", "2 attempts in ", "MS-RequestId of-the-answer",
		"MS-CorrelationId of-the-answer-too",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
}

func TestError_NamesOurIDsWhenTheAnswerHasNone(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(400, ""))
	_, err := list(t, newClient(t, s), fraud.Query{Status: "Active"})
	var failed *partnercenter.Error
	if !errors.As(err, &failed) || failed.RequestID != s.column("MS-RequestId")[0] ||
		failed.CorrelationID != correlationID ||
		failed.Asked != "all subscriptions, status Active" {
		t.Errorf("got %+v", failed)
	}
}

func TestError_ReadsEachShapeOfBody(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body, code, description string
		notOurs                 bool
	}{
		"Partner Center": {`{"code":"2032","description":"Access denied.","data":[],"source":"x"}`,
			"2032", "Access denied.", false},
		"with a BOM": {bom + `{"code":"2032","description":"Access denied."}`, "2032",
			"Access denied.", false},
		"code as a number": {`{"Code":2032,"Description":"Access denied."}`, "2032",
			"Access denied.", false},
		"code and message": {`{"code":"2032","message":"Access denied."}`, "2032", "Access denied.",
			false},
		"gateway": {`{ "statusCode": 403, "message": "Quota exceeded." }`, "",
			"Quota exceeded.", false},
		"OAuth": {`{"error":"invalid_scope","error_description":"AADSTS70011: The\r\nscope"}`,
			"invalid_scope", "AADSTS70011: The scope", false},
		"nested": {`{"error":{"code":"Forbidden","message":"No."}}`, "Forbidden", "No.",
			false},
		"empty":                 {"", "", "", false},
		"HTML":                  {"<html>secret</html>", "", "19 bytes of application/json", true},
		"plain text":            {"secret", "", "6 bytes of application/json", true},
		"JSON of somebody else": {`{"secret":1}`, "", "12 bytes of application/json", true},
		"an array":              {`["secret"]`, "", "10 bytes of application/json", true},
		"nested, not an object": {`{"error":["secret"]}`, `["secret"]`, "", false},
		"truncated":             {`{"code":"2032","descr`, "", "21 bytes of application/json", true},
		"our token is cut out": {`{"code":"1","description":"bad token-1 in token-1"}`, "1",
			"bad (redacted) in (redacted)", false},
		"so is another one": {`{"code":"1","description":"bad eyJhbGciOi.eyJhdWQ.c2ln, too"}`, "1",
			"bad (redacted), too", false},
		"no control characters": {`{"code":"1","description":"a\u001b[31m\u200bb\u0000c\td"}`, "1",
			"a [31m b c d", false},
		"of reasonable length": {`{"description":"` + strings.Repeat("é", 5000) + `"}`, "",
			strings.Repeat("é", 600) + "…", false},
		"more than we will read": {`{"description":"` + strings.Repeat("x", 100_000) + `"}`, "",
			"65536 bytes of application/json", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := failWith(t, 403, test.body)
			if got.Code != test.code || got.Description+got.Instead != test.description ||
				got.NotOurs != test.notOurs ||
				got.Advice == nil {
				t.Errorf("got code %q, description %q, not ours %t, hint %q", got.Code, got.Description,
					got.NotOurs, got.Advice)
			}
			if test.notOurs && strings.Contains(got.Error(), "secret") {
				t.Errorf("the error quotes a body that it does not understand: %v", got)
			}
		})
	}
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
			own := token // the service may also repeat one that it has from elsewhere
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

// hintsByCode say what each documented code has in its advice.
func hintsByCode() []struct {
	status     int
	code, hint string
} {
	return []struct {
		status     int
		code, hint string
	}{
		{401, "400", "sign in again"},
		{401, "800001", "sign in again"},
		{401, "900420", "audience"},
		{401, "900421", "multifactor"},
		{401, "10001", "multifactor"},
		{401, "", "sign in again"},
		{403, "2032", "Admin agent"},
		{403, "20002", "commerce relationship"},
		{403, "900150", "Admin agent"},
		{403, "900308", "Admin agent"},
		{403, "900309", "Conditional Access"},
		{403, "900329", "App+User"},
		{403, "900421", "Admin agent"}, // the code means something else with another status
		{400, "3000", "does not accept the request"},
		{400, "800002", "does not accept the request"},
		{400, "900126", "new_events_model"},
		{404, "1000", "subscription id"},
		{404, "20003", "subscription id"},
		{404, "800111", "subscription id"},
		{404, "60003", "tenant_id"},
		{409, "", "Somebody else"},
		{408, "", "in time"},
		{429, "", "rate"},
		{500, "800003", "Try again later"},
		{500, "900192", "Try again later"},
		{501, "0", "Try again later"},
		{502, "", "Try again later"},
		{503, "", "Try again later"},
		{504, "", "Try again later"},
	}
}

// Each code that docs-dev/api.md documents stands once in the table above, by its status.
func TestError_EveryDocumentedCodeHasOneHint(t *testing.T) {
	t.Parallel()
	page := string(expect.Must(os.ReadFile(filepath.Join("..", "..", "docs-dev", "api.md")))(t))
	_, codes, _ := strings.Cut(page, "### Error codes\n")
	codes, _, _ = strings.Cut(codes, "\n## ")
	documented := regexp.MustCompile(`\b[45]\d\d/\d+\b`).FindAllString(codes, -1)
	if len(documented) < 15 {
		t.Fatalf("docs-dev/api.md documents only %v", documented)
	}
	for _, code := range documented {
		hints := 0
		for _, row := range hintsByCode() {
			if code == fmt.Sprintf("%d/%s", row.status, row.code) {
				hints++
			}
		}
		if hints != 1 {
			t.Errorf("%s has %d hints", code, hints)
		}
	}
}

func TestError_HintsByStatusAndCode(t *testing.T) {
	t.Parallel()
	for _, test := range hintsByCode() {
		got := failWith(t, test.status, fmt.Sprintf(`{"code":%q,"description":"x"}`, test.code))
		if got.StatusCode != test.status || !strings.Contains(got.Advice.String(), test.hint) {
			t.Errorf("%d/%s: got %q, want something about %q", test.status, test.code, got.Advice, test.hint)
		}
	}
	if got := failWith(t, 403, "<html>blocked</html>",
		"Content-Type: text/html"); !strings.Contains(got.Advice.String(), "proxy") {
		t.Errorf("HTML: got %q", got.Advice)
	}
	if got := failWith(t, 307, "",
		"Location: https://other.test/path?secret=1"); !strings.Contains(got.Advice.String(),
		"base_url") ||
		got.Instead != "a redirect to https://other.test" {
		t.Errorf("redirect: got %+v", got)
	}
}

func TestError_NotFoundIsAboutTheSubscription(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		want   bool
	}{
		"20003":           {404, `{"code":"20003","description":"x"}`, true},
		"800111":          {404, `{"code":800111}`, true},
		"1000":            {404, `{"code":"1000"}`, true},
		"no code":         {404, `{"description":"x"}`, true},
		"no body":         {404, "", true},
		"tenant":          {404, `{"code":"60003","description":"x"}`, false},
		"another code":    {404, `{"code":"4711","description":"x"}`, false},
		"HTML of a proxy": {404, "<html></html>", false},
		"no such path":    {404, `{"statusCode":404,"message":"Resource not found"}`, false},
		"403":             {403, `{"code":"20003","description":"x"}`, false},
		"401":             {401, "", false},
	} {
		if got := failWith(t, test.status, test.body); got.NotFound() != test.want {
			t.Errorf("%s: got %t (%v)", name, got.NotFound(), got)
		}
	}
	_, err := list(t, newClient(t, serve(t, reply(404, ""))), fraud.Query{})
	var failed *partnercenter.Error
	if !errors.As(err, &failed) || failed.NotFound() {
		t.Errorf("all subscriptions: got %v", err)
	}
	_, err = newClient(t, serve(t, reply(404, `{"code":"20003"}`))).FraudEvents().Update(t.Context(),
		fraudUpdate(t))
	if !errors.As(err, &failed) || !failed.NotFound() {
		t.Errorf("update: got %v", err)
	}
}
