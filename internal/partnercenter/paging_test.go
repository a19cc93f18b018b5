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
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func page(ids ...string) http.HandlerFunc { return reply(200, events(ids...)) }

// pagesOf makes pages of their notation: "a b | c" is a page of two events and one of one, and
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
	for name, test := range map[string]struct {
		size        int
		pages, want string
	}{
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
		"round hundred after a full page": {500, "0-500 | 500-600", "0-600"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, pagesOf(test.pages)...)
			got, err := list(t, newClient(t, s, pageSize(test.size)), fraud.Query{})
			expect.NoError(t, err)
			expect.Equal(t, "events", ids(test.want), idsOf(got))
			for i, r := range s.seen() {
				expect.Equal(t, "page", fmt.Sprintf("/v1/fraudEvents?PageNumber=%d&PageSize=%d", i+1,
					test.size), r.uri)
			}
		})
	}
}

// What lies behind a round hundred says nothing about the next one: only a larger page does.
func TestList_ARoundHundredIsLookedBehindUntilALargerPageWasSeen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pages string // of several listings, one after the other
		want  []int  // events of each listing
	}{
		"a larger page":                       {"0-101 | 0-100", []int{101, 100}},
		"an empty listing is no sign":         {"| 0-100 | more", []int{0, 101}},
		"nothing behind it is no sign":        {"0-100 | | 0-100 | 100-130", []int{100, 130}},
		"a capped page is no sign":            {"0-100 | 100-150 | 0-100 | 100-130", []int{150, 130}},
		"a larger round hundred is not known": {"0-150 | 0-200 | 200-250", []int{150, 250}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, serve(t, pagesOf(test.pages)...))
			var got []int
			for range test.want {
				listed, err := list(t, c, fraud.Query{})
				expect.NoError(t, err)
				got = append(got, len(listed))
			}
			expect.Equal(t, "events", test.want, got)
		})
	}
}

// Who allows it is told of a listing that may be cut, and pays for no further page.
func TestList_MayBeCutAtARoundHundred(t *testing.T) {
	t.Parallel()
	s := serve(t, pagesOf("0-100 | 0-99 | 0-500 | | 0-200")...)
	c := newClient(t, s)
	for _, want := range []struct {
		events int
		cut    bool
	}{{100, true}, {99, false}, {500, false}, {200, false}} {
		got, err := list(t, c, fraud.Query{AllowCut: true})
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
	if _, err := list(t, newClient(t, s), q); err != nil {
		t.Fatal(err)
	}
	if _, err := list(t, newClient(t, s, pageSize(20)), fraud.Query{}); err != nil {
		t.Fatal(err)
	}
	got := []string{s.seen()[0].uri, s.seen()[1].uri}
	want := []string{
		"/v1/fraudEvents?EventStatus=Active&EventType=VirtualMachineDeploymentAnomaly" +
			"&PageNumber=1&PageSize=500&SubscriptionId=sub%261",
		"/v1/fraudEvents?PageNumber=1&PageSize=20",
	}
	expect.Equal(t, "got", want, got)
}

func TestList_ClassicModelIsOneCallWithoutPaging(t *testing.T) {
	t.Parallel()
	s := serve(t, page(ids("0-500")...))
	q := fraud.Query{SubscriptionID: subscriptionID, Status: "Resolved",
		EventType: "ignored"}
	got, err := list(t, newClient(t, s, classic), q)
	if err != nil {
		t.Fatal(err)
	}
	if uri := s.seen()[0].uri; len(got) != 500 ||
		uri != "/v1/fraudEvents?EventStatus=Resolved&SubscriptionId="+subscriptionID {
		t.Errorf("got %d events from %s", len(got), uri)
	}
}

func TestList_SameEventIDInTwoSubscriptionsIsTwoEvents(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, `[{"eventId":"a","subscriptionId":"1"},{"eventId":"a","subscriptionId":"2"}]`))
	got, err := list(t, newClient(t, s), fraud.Query{})
	if err != nil || len(got) != 2 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestList_AnErrorOfVisitStopsAndIsReturnedAsItIs(t *testing.T) {
	t.Parallel()
	s := serve(t, page("a", "b", "c"))
	enough := errors.New("enough")
	visited := 0
	//nolint:errorlint // the error itself is wanted, unwrapped
	if err := newClient(t, s).FraudEvents().List(t.Context(), fraud.Query{},
		partnercenter.Rows(func(fraud.Event) error {
			visited++
			return enough
		})); err != enough || visited != 1 {
		t.Errorf("got %v after %d visits", err, visited)
	}
}

// A service that has no such page must not be taken for one that has no such subscription.
func TestList_NotFoundOfALaterPageIsNotAboutTheSubscription(t *testing.T) {
	t.Parallel()
	for number, want := range map[int]bool{1: true, 2: false} {
		pages := []http.HandlerFunc{page("a"), page("b")}[:number-1]
		s := serve(t, append(pages, reply(404, `{"code":"20003","description":"none"}`))...)
		_, err := list(t, newClient(t, s, pageSize(1)),
			fraud.Query{SubscriptionID: subscriptionID})
		var failed *partnercenter.Error
		if !errors.As(err, &failed) || failed.StatusCode != 404 || failed.NotFound() != want {
			t.Errorf("page %d: got %v", number, err)
		}
	}
}

func TestList_EndsAfterTheMostPages(t *testing.T) {
	t.Parallel()
	service := serve(t, page("a", "b"), page("c", "d"))
	got, err := list(t, newClient(t, service, func(c *partnercenter.Config) { c.PageSize = 2 }),
		fraud.Query{MaxPages: 2})
	if !errors.Is(err, fraud.ErrMorePages) || len(got) != 4 {
		t.Errorf("%d events, %v", len(got), err)
	}
}
