// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func page(ids ...string) http.HandlerFunc { return reply(200, events(ids...)) }

// pagesOf parses a notation for pages: "a b | c" is a page of two events and one of one, and
// "0-100" stands for a hundred.
func pagesOf(notation string) (pages []http.HandlerFunc) {
	for page := range strings.SplitSeq(notation, "|") {
		pages = append(pages, reply(200, events(ids(page)...)))
	}
	return pages
}

func ids(notation string) (all []string) {
	for word := range strings.FieldsSeq(notation) {
		var from, to int
		if n, _ := fmt.Sscanf(word, "%d-%d", &from, &to); n < 2 {
			all = append(all, word)
			continue
		}
		for i := range to - from {
			all = append(all, fmt.Sprintf("event-%d", from+i))
		}
	}
	return all
}

func TestList_Paging(t *testing.T) {
	t.Parallel()
	type row struct {
		size        int
		pages, want string
	}
	expect.Each(t, map[string]row{
		"empty":                           {3, "", ""},
		"one short page":                  {3, "a b", "a b"},
		"ends with a short page":          {2, "a b | c", "a b c"},
		"ends with an empty page":         {2, "a b |", "a b"},
		"same page again and again":       {2, "a b | a b | a b", "a b"},
		"moved on by a whole page":        {2, "a b | a b | c", "a b c"},
		"longer than asked":               {2, "a b c", "a b c"},
		"overlapping pages":               {2, "a b | b c | d", "a b c d"},
		"twice in one page":               {3, "a a", "a"},
		"short page, repeated later":      {2, "a b | c b | a", "a b c"},
		"service caps the page size":      {500, "0-100 | 100-200 | 200-250", "0-250"},
		"round hundred that was all":      {500, "0-200 |", "0-200"},
		"round hundred, paging ignored":   {500, "0-200 | 0-200 | 0-200", "0-200"},
		"not a likely limit":              {500, "0-37", "0-37"},
		"round hundred after a full page": {500, "0-500 | 500-600", "0-600"},
	}, func(t *testing.T, test row) {
		s := serve(t, pagesOf(test.pages)...)
		got := listed(t, newClient(t, s, pageSize(test.size)), fraud.Query{})
		expect.Equal(t, "events", ids(test.want), idsOf(got))
		for i, r := range s.seen() {
			expect.Equal(t, "page", fmt.Sprintf("/v1/fraudEvents?PageNumber=%d&PageSize=%d", i+1,
				test.size), r.uri)
		}
	})
}

// A thorough listing ends at a short first page only if that has few events.
func TestList_AThoroughOneSuspectsEveryLimit(t *testing.T) {
	t.Parallel()
	expect.Each(t, map[string]string{
		"an odd number":            "0-37 | 37-74 | 74-80",
		"the smallest number":      "0-10 | 10-11",
		"too few for a limit":      "0-9",
		"short page that was all":  "0-201 |",
		"short page, not paged":    "0-201 | 0-201 | 0-201",
		"short page after a whole": "0-500 | 500-600",
	}, func(t *testing.T, pages string) {
		want := map[string]bool{}
		for page := range strings.SplitSeq(pages, "|") {
			for _, id := range ids(page) {
				want[id] = true
			}
		}
		got := listed(t, newClient(t, serve(t, pagesOf(pages)...)), fraud.Query{Thorough: true})
		expect.Equal(t, "events", len(want), len(got))
	})
}

// A page after a short one says nothing about the next listing; only a larger page does, or a
// service that repeats its page. Once the limit is known, each listing knows it.
func TestList_AShortPageNeedsAnotherPageUntilALargerOneIsSeen(t *testing.T) {
	t.Parallel()
	type row struct {
		pages    string // of consecutive listings
		want     []int  // events of each listing
		thorough int    // the number of listings that are; the first ones
	}
	expect.Each(t, map[string]row{
		"a larger page":                  {"0-101 | 0-100", []int{101, 100}, 0},
		"a larger page, thoroughly":      {"0-101 | | 0-100", []int{101, 100}, 2},
		"an empty listing is no sign":    {"| 0-100 | more", []int{0, 101}, 0},
		"nothing behind it is no sign":   {"0-100 | | 0-100 | 100-130", []int{100, 130}, 0},
		"a capped page is no sign":       {"0-100 | 100-150 | 0-100 | 100-130", []int{150, 130}, 0},
		"a larger round hundred":         {"0-150 | 0-200 | 200-250", []int{150, 250}, 0},
		"a larger short page":            {"0-150 | | 0-175 | 175-250", []int{150, 250}, 2},
		"a limit that is known by now":   {"0-37 | 37-50 | 0-37 | 37-40", []int{50, 40}, 1},
		"not the limit that is known":    {"0-37 | 37-50 | 0-36", []int{50, 36}, 1},
		"a service that ignores pages":   {"0-90 | 0-90 | 0-90 | 0-120", []int{90, 120}, 2},
		"thorough, and too few to doubt": {"0-9 | 0-10 | 10-11", []int{9, 11}, 2},
	}, func(t *testing.T, test row) {
		c := newClient(t, serve(t, pagesOf(test.pages)...))
		var got []int
		for i := range test.want {
			got = append(got, len(listed(t, c, fraud.Query{Thorough: i < test.thorough})))
		}
		expect.Equal(t, "events", test.want, got)
	})
}

// A caller that allows a cut gets a listing that may be cut, without the cost of a further page.
func TestList_MayBeCutAtAShortPage(t *testing.T) {
	t.Parallel()
	s := serve(t, pagesOf("0-100 | 0-99 | 0-9 | 0-101 | 0-500 | | 0-200")...)
	c := newClient(t, s)
	for _, want := range []struct {
		events int
		cut    bool
	}{{100, true}, {99, false}, {9, false}, {101, true}, {500, false}, {200, false}} {
		got, err := list(t, c, fraud.Query{AllowCut: true, Thorough: true})
		if cut := errors.Is(err, fraud.ErrMayBeCut); len(got) != want.events || cut != want.cut ||
			err != nil && !cut {
			t.Errorf("%d events, %v; want %+v", len(got), err, want)
		}
	}
}

func TestList_AsksForPagesAndFiltersInTheNewModel(t *testing.T) {
	t.Parallel()
	s := serve(t, page("a"), page("b"))
	q := fraud.Query{SubscriptionID: "sub&1", Status: "Active",
		EventType: "VirtualMachineDeploymentAnomaly"}
	_ = listed(t, newClient(t, s), q)
	_ = listed(t, newClient(t, s, pageSize(20)), fraud.Query{})
	expect.Equal(t, "addresses", []string{
		"/v1/fraudEvents?EventStatus=Active&EventType=VirtualMachineDeploymentAnomaly" +
			"&PageNumber=1&PageSize=500&SubscriptionId=sub%261",
		"/v1/fraudEvents?PageNumber=1&PageSize=20",
	}, []string{s.seen()[0].uri, s.seen()[1].uri})
}

func TestList_ClassicModelIsOneCallWithoutPaging(t *testing.T) {
	t.Parallel()
	s := serve(t, page(ids("0-500")...))
	q := fraud.Query{SubscriptionID: subscriptionID, Status: "Resolved", EventType: "ignored"}
	expect.Equal(t, "events", 500, len(listed(t, newClient(t, s, classic), q)))
	expect.Equal(t, "address", "/v1/fraudEvents?EventStatus=Resolved&SubscriptionId="+subscriptionID,
		s.seen()[0].uri)
}

func TestList_SameEventIDInTwoSubscriptionsIsTwoEvents(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, `[{"eventId":"a","subscriptionId":"1"},{"eventId":"a"}]`))
	expect.Equal(t, "events", 2, len(listed(t, newClient(t, s), fraud.Query{})))
}

// A service without such a page must not be mistaken for one without such a subscription.
func TestList_NotFoundOfALaterPageIsNotAboutTheSubscription(t *testing.T) {
	t.Parallel()
	unknown := reply(404, `{"code":"20003","description":"none"}`)
	for want, pages := range map[string][]http.HandlerFunc{
		"not-found unknown-subscription refused": {unknown}, "refused": {page("a"), unknown},
	} {
		failed := failedList(t, newClient(t, serve(t, pages...), pageSize(1)),
			fraud.Query{SubscriptionID: subscriptionID})
		expect.Equal(t, failed.Error(), want, kinds(failed))
	}
}
