// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
)

const customer = "11111111-6fb9-4b05-8f15-b3d72e0596e6"

type tokens struct{}

func (tokens) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	return auth.Token{Value: "token", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func (tokens) Description() auth.Description { return auth.Description{} }

// service answers each call by a function of the method and path. It keeps the calls.
type service struct {
	mu     sync.Mutex
	calls  []string // "PATCH /v1/… body"
	answer func(call string) string
}

func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	call := strings.TrimSpace(r.Method + " " + r.URL.Path + " " + string(body) +
		r.Header.Get("MS-ContinuationToken"))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, call)
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	status, text, _ := strings.Cut(s.answer(call), " ")
	if status == "lost" {
		return nil, io.ErrUnexpectedEOF
	}
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	code := 0
	_, err := fmt.Sscan(status, &code)
	if err != nil {
		return nil, err
	}
	w.WriteHeader(code)
	_, _ = w.WriteString(text)
	resp := w.Result()
	resp.Request = r
	return resp, nil
}

// count counts the calls that begin so.
func (s *service) count(prefix string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, call := range s.calls {
		if strings.HasPrefix(call, prefix) {
			n++
		}
	}
	return n
}

func client(t *testing.T, s *service) *budgets.Client {
	t.Helper()
	api := expect.Must(partnercenter.NewClient(partnercenter.Config{Tokens: tokens{},
		BaseURL: "https://api.partnercenter.test", HTTPClient: &http.Client{Transport: s}}))(t)
	return budgets.New(api)
}

// always answers every call alike.
func always(reply string) *service { return &service{answer: func(string) string { return reply }} }

// inTurn answers one reply after the other, and repeats the last one.
func inTurn(replies ...string) *service {
	return &service{answer: func(string) string {
		reply := replies[0]
		if len(replies) > 1 {
			replies = replies[1:]
		}
		return reply
	}}
}

func sample(t *testing.T, name string) string {
	t.Helper()
	return string(expect.Must(os.ReadFile(filepath.Join("testdata", name)))(t))
}

func number(t *testing.T, text string) *big.Float {
	t.Helper()
	if text == "none" {
		return nil
	}
	return expect.Must(budgets.Parse(text))(t)
}

func TestGet_KeepsMissingNullAndZeroApart(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]string{
		"200 " + sample(t, "74-usagebudget-get.json"):                                      "100",
		`200 {"": {"amount":100,"attributes":{"objectType":"SpendingBudget"}},"links":{}}`: "100",
		`200 {"AMOUNT":20.50}`: "20.5", `200 {"amount":"7"}`: "7", "200 {\"am" + "mount\":8}": "8",
		`200 {"amount":120.5682999999995904716}`: "120.5682999999995904716",
		`200 {"amount":0}`:                       "0", `200 {"amount":-3}`: "-3",
		`200 {"amount":1e2}`:                            "100",
		`200 {"amount":null,"usageSpendingBudget":100}`: "none", "200 {}": "none", "200 null": "none",
		"204 ": "none", `200 {"attributes":{"objectType":"SpendingBudget"},"unit":"EUR"}`: "none",
	} {
		got, err := client(t, always(reply)).Get(t.Context(), customer)
		if err != nil || budgets.Text(got) != want {
			t.Errorf("%s: got %s, %v, want %s", reply, budgets.Text(got), err, want)
		}
	}
}

// A reply about another customer is refused, whatever its amount. The samples have a placeholder.
func TestGet_RefusesTheBudgetOfAnotherCustomer(t *testing.T) {
	t.Parallel()
	const other = "22222222-6fb9-4b05-8f15-b3d72e0596e6"
	for uri, fits := range map[string]bool{
		"/v1/customers/" + other + "/usagebudget":                     false,
		"https://api.test/v1/CUSTOMERS/" + other + "/usagebudget":     false,
		"/v1/customers/" + strings.ToUpper(customer) + "/usagebudget": true,
		"/v1/customers/<customer-tenant-id>/usagebudget":              true,
		"/usagebudget": true, "": true,
	} {
		links := `"links":{"Self":{"uri":"` + uri + `"}}`
		for _, reply := range []string{`{"amount":5,` + links + "}", "{" + links + "}",
			`{"":{"amount":5,"attributes":{"objectType":"SpendingBudget"}},` + links + "}"} {
			_, err := client(t, always("200 "+reply)).Get(t.Context(), customer)
			if (err == nil) != fits || err != nil && !strings.Contains(err.Error(), other) {
				t.Errorf("%s: %v", reply, err)
			}
		}
	}
}

// What is no budget must not pass for a missing one: a missing one leaves the state.
func TestGet_RefusesWhatIsNoBudget(t *testing.T) {
	t.Parallel()
	for _, reply := range []string{`200 {"message":"welcome"}`, "200 []", "200 7",
		`200 {"amount":true}`,
		`200 {"amount":"much"}`, `200 {"amount":1e999999999}`, `200 {"amount":1e-999999999}`,
		`200 {"amount":"Inf"}`, `200 {"amount":` + strings.Repeat("9", 1000) + "}", "200 <html>",
		"202 ", `202 {"amount":5}`, "206 {}", "302 ",
		`200 {"a":{"amount":1},"b":{"amount":2}}`, `404 {"code":"1000","description":"x"}`,
		`403 {"code":"20002","description":"x"}`} {
		got, err := client(t, always(reply)).Get(t.Context(), customer)
		var failed *partnercenter.Error
		if !errors.As(err, &failed) || got != nil {
			t.Errorf("%.60s: got %s, %v", reply, budgets.Text(got), err)
		}
	}
}

func TestSet_SendsExactDecimalsAndNull(t *testing.T) {
	t.Parallel()
	for _, amount := range []string{"100", "0.1", "120.5682999999995904716",
		"9999999999999999999999999999",
		"none"} {
		sent := "null"
		if amount != "none" {
			sent = amount
		}
		s := &service{answer: func(string) string { return `200 {"amount":` + sent + "}" }}
		_, err := client(t, s).Set(t.Context(), customer, number(t, "1"), number(t, amount))
		expect.NoError(t, err)
		want := "PATCH /v1/customers/" + customer + `/usagebudget {"Amount":` + sent +
			`,"Attributes":{"ObjectType":"SpendingBudget"}}`
		if s.calls[0] != want || len(s.calls) != 2 {
			t.Errorf("sent %q, want %q and a read", s.calls, want)
		}
	}
}

// isA reports whether an error is, or wraps, one of type T.
func isA[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

func TestSet_OutcomesOfAWrite(t *testing.T) {
	t.Parallel()
	shows := func(amount string) string { return `200 {"amount":` + amount + "}" }
	changed, failed := isA[*budgets.ChangedError], isA[*partnercenter.Error]
	unconfirmed := isA[*budgets.UnconfirmedError]
	for name, test := range map[string]struct {
		replies []string
		writes  int
		err     func(error) bool // nil for a success
	}{
		"confirmed": {[]string{shows("1"), shows("2")}, 1, nil},
		"confirmed late": {[]string{shows("1"), shows("1"), shows("1"), shows("2")}, 1,
			nil},
		"rounded, or overtaken":           {[]string{shows("2"), shows("3")}, 1, unconfirmed},
		"never shown":                     {[]string{shows("2"), shows("1")}, 1, unconfirmed},
		"unreadable afterwards":           {[]string{shows("2"), "400 {}"}, 1, unconfirmed},
		"refused":                         {[]string{`400 {"code":"3000"}`}, 1, failed},
		"lost, but done":                  {[]string{"lost", shows("2")}, 1, nil},
		"lost, and not done":              {[]string{"lost", shows("1"), shows("2")}, 2, nil},
		"lost, and somebody else changed": {[]string{"lost", shows("7")}, 1, changed},
		"lost, and unreadable":            {[]string{"lost", "400 {}"}, 1, unconfirmed},
		"failed, but done":                {[]string{"500 {}", shows("2")}, 1, nil},
		"failed, and not done":            {[]string{"500 {}", shows("1")}, 1, failed},
		"lost each time": {[]string{"lost", shows("1"), "lost", shows("1"), "lost", shows("1")}, 3,
			unconfirmed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := inTurn(test.replies...)
				_, err := client(t, s).Set(t.Context(), customer, number(t, "1.0"), number(t, "2.00"))
				if test.err == nil {
					expect.NoError(t, err)
				} else if !test.err(err) {
					t.Errorf("got %v", err)
				}
				if got := s.count("PATCH"); got != test.writes {
					t.Errorf("%d writes, want %d: %q", got, test.writes, s.calls)
				}
			})
		})
	}
}

func bare(wrapped string) string {
	_, rest, _ := strings.Cut(wrapped, `"items":`)
	list, _, _ := strings.Cut(rest, `"links"`)
	return strings.TrimSuffix(strings.TrimSpace(list), ",")
}

func TestCheckAmount(t *testing.T) {
	t.Parallel()
	for text, problem := range map[string]string{
		"10": "", "10.00": "", "0.00000000000000000001": "", "1000000000000000000000000000000": "",
		"0": "greater than 0", "-1": "greater than 0",
		"1.2345678901234567890123456789": "at most 28 digits",
	} {
		err := budgets.CheckAmount(number(t, text))
		if (err == nil) != (problem == "") || err != nil && !strings.Contains(err.Error(), problem) {
			t.Errorf("%s: %v", text, err)
		}
	}
	third := new(big.Float).SetPrec(512).Quo(big.NewFloat(10), big.NewFloat(3))
	huge := new(big.Float).SetMantExp(big.NewFloat(1), 1<<30)
	for _, n := range []*big.Float{third, huge} {
		if err := budgets.CheckAmount(n); err == nil {
			t.Errorf("%s passed", n.Text('g', 5))
		}
	}
}
