// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
)

func TestRecords_FollowsPagesOnTheConfiguredHostOnly(t *testing.T) {
	t.Parallel()
	page := func(id, next string) string {
		link := "{}"
		if next != "" {
			link = `{"next":{"uri":"https://evil.test/x?seekOperation=Next","headers":[` +
				`{"key":"MS-ContinuationToken","value":"` + next + `"}]}}`
		}
		return `200 {"items":[{"id":"` + id + `"}],"links":` + link + "}"
	}
	s := inTurn(page("a", "1"), page("b", "2"), page("A", "3"), page("c", ""))
	all, err := client(t, s).Records(t.Context())
	expect.NoError(t, err)
	if len(all) != 3 || len(s.calls) != 4 || !strings.HasSuffix(s.calls[3], " 3") {
		t.Errorf("got %+v by %q", all, s.calls)
	}
}

// A part must not pass for the whole.
func TestRecords_PagesThatDoNotEndAreAnError(t *testing.T) {
	t.Parallel()
	for _, next := range []string{"/x?seekOperation=Next", "/x/2"} { // of which one says nothing
		page := `200 {"items":[{"id":"a"}],"links":{"next":{"uri":"` + next + `"}}}`
		if all, err := client(t, always(page)).Records(t.Context()); err == nil {
			t.Errorf("%s: got %+v", next, all)
		}
	}
}

// records answers with 1,000 customers, each with a budget of 5 in the records.
func records(own func(call string) string) *service {
	items := make([]string, 1000)
	for i := range items {
		items[i] = fmt.Sprintf(`{"resourceId":"C%d","budget":{"amount":5.00}}`, i)
	}
	list := "200 " + `{"items":[` + strings.Join(items, ",") + "]}"
	return &service{answer: func(call string) string {
		if strings.HasSuffix(call, "/usagerecords") {
			return list
		}
		return own(call)
	}}
}

func TestExpect_ManyShareOneListing(t *testing.T) {
	t.Parallel()
	s := records(func(call string) string {
		if strings.Contains(call, "/c7/") {
			return `200 {"amount":6}` // a real difference
		}
		return `200 {"amount":5}`
	})
	c := client(t, s)
	var wg sync.WaitGroup
	for i := range 1000 {
		wg.Go(func() {
			expected, want := number(t, "5"), "5"
			switch i {
			case 7:
				want = "6"
				expected = number(t, "6") // written, and the records lag behind
			case 8:
				expected = number(t, "9") // changed in the portal
			}
			got, err := c.Expect(t.Context(), fmt.Sprintf("c%d", i), expected)
			if err != nil || budgets.Text(got) != want {
				t.Errorf("c%d: %s, %v", i, budgets.Text(got), err)
			}
		})
	}
	wg.Wait()
	if s.count("GET /v1/customers/usagerecords") != 1 || len(s.calls) != 3 {
		t.Errorf("%d calls: %.300q", len(s.calls), s.calls)
	}
}

// Without the listing, or after a write, each budget is read by itself.
func TestExpect_ReadsEachBudgetWhereTheListingIsNoHelp(t *testing.T) {
	t.Parallel()
	for _, listing := range []string{`403 {"code":"900329"}`, `404 {"code":"1000"}`, "200 {}",
		`200 {"items":[{"id":"c1","budget":{"amount":"?"}}]}`, `200 {"items":[{"id":"other"}]}`} {
		s := &service{answer: func(call string) string {
			if strings.HasSuffix(call, "/usagerecords") {
				return listing
			}
			return `200 {"amount":4}`
		}}
		c := client(t, s)
		for range 2 {
			got, err := c.Expect(t.Context(), "c1", number(t, "5"))
			if err != nil || budgets.Text(got) != "4" {
				t.Errorf("%s: got %s, %v", listing, budgets.Text(got), err)
			}
		}
		expect.Equal(t, "calls", 3, len(s.calls))
	}
	s := records(func(string) string { return `200 {"amount":6}` })
	c := client(t, s)
	_, err := c.Set(t.Context(), "c1", number(t, "5"), number(t, "6"))
	expect.NoError(t, err)
	got, err := c.Expect(t.Context(), "C1", number(t, "5"))
	if err != nil || budgets.Text(got) != "6" || s.count("GET /v1/customers/usagerecords") != 0 {
		t.Errorf("after a write: %s, %v, %q", budgets.Text(got), err, s.calls)
	}
}

func TestExpect_AFailedListingIsAnErrorAndNotKept(t *testing.T) {
	t.Parallel()
	s := inTurn(`500 {}`, `200 {"items":[{"id":"c1","budget":{"amount":5}}]}`)
	c := client(t, s)
	if _, err := c.Expect(t.Context(), "c1", number(t, "5")); err == nil {
		t.Error("a listing that failed passed for one without differences")
	}
	got, err := c.Expect(t.Context(), "c1", number(t, "5"))
	if err != nil || budgets.Text(got) != "5" || len(s.calls) != 2 {
		t.Errorf("got %s, %v, %q", budgets.Text(got), err, s.calls)
	}
}
