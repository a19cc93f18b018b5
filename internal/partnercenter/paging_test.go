// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func page(ids ...string) http.HandlerFunc { return reply(200, events(ids...)) }

func TestList_Paging(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		size  int
		pages []http.HandlerFunc
		want  []string
	}{
		"empty":          {3, []http.HandlerFunc{page()}, nil},
		"one short page": {3, []http.HandlerFunc{page("a", "b")}, []string{"a", "b"}},
		"ends with a short page": {2, []http.HandlerFunc{page("a", "b"), page("c")},
			[]string{"a", "b", "c"}},
		"ends with an empty page": {2, []http.HandlerFunc{page("a", "b"), page()}, []string{"a", "b"}},
		"same page again and again": {2,
			[]http.HandlerFunc{page("a", "b"), page("a", "b"), page("a", "b")}, []string{"a", "b"}},
		"moved on by a whole page": {2, []http.HandlerFunc{page("a", "b"), page("a", "b"), page("c")},
			[]string{"a", "b", "c"}},
		"longer than asked": {2, []http.HandlerFunc{page("a", "b", "c")},
			[]string{"a", "b", "c"}},
		"overlapping pages": {2, []http.HandlerFunc{page("a", "b"), page("b", "c"), page("d")},
			[]string{"a", "b", "c", "d"}},
		"twice in one page": {3, []http.HandlerFunc{page("a", "a")}, []string{"a"}},
		"short page, repeated later": {2, []http.HandlerFunc{page("a", "b"), page("c", "b"), page("a")},
			[]string{"a", "b", "c"}},
		"service caps the page size": {
			500,
			[]http.HandlerFunc{page(numbered(0, 100)...), page(numbered(100, 200)...),
				page(numbered(200, 250)...)},
			numbered(0, 250),
		},
		"round hundred that was all": {500, []http.HandlerFunc{page(numbered(0, 200)...), page()},
			numbered(0, 200)},
		"round hundred, paging ignored": {500,
			[]http.HandlerFunc{page(numbered(0, 200)...), page(numbered(0, 200)...),
				page(numbered(0, 200)...)}, numbered(0, 200)},
		"round hundred after a full page": {500,
			[]http.HandlerFunc{page(numbered(0, 500)...), page(numbered(500, 600)...)}, numbered(0, 600)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, test.pages...)
			got, err := list(t, newClient(t, s, pageSize(test.size)), fraud.Query{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, idsOf(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What lies behind a round hundred says nothing about the next one: only a larger page does.
func TestList_ARoundHundredIsLookedBehindUntilALargerPageWasSeen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pages []http.HandlerFunc // of several listings, one after the other
		want  []int              // events of each listing
	}{
		"a larger page": {[]http.HandlerFunc{page(numbered(0, 101)...),
			page(numbered(0, 100)...)}, []int{101, 100}},
		"an empty listing is no sign": {[]http.HandlerFunc{page(), page(numbered(0, 100)...),
			page("more")}, []int{0, 101}},
		"nothing behind it is no sign": {
			[]http.HandlerFunc{page(numbered(0, 100)...), page(), page(numbered(0, 100)...),
				page(numbered(100, 130)...)},
			[]int{100, 130},
		},
		"a capped page is no sign": {
			[]http.HandlerFunc{page(numbered(0, 100)...), page(numbered(100, 150)...),
				page(numbered(0, 100)...), page(numbered(100, 130)...)},
			[]int{150, 130},
		},
		"a larger round hundred is not known": {
			[]http.HandlerFunc{page(numbered(0, 150)...), page(numbered(0, 200)...),
				page(numbered(200, 250)...)},
			[]int{150, 250},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, test.pages...)
			c := newClient(t, s)
			var got []int
			for range test.want {
				listed, err := list(t, c, fraud.Query{})
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, len(listed))
			}
			if diff := cmp.Diff(test.want, got); diff != "" || len(s.seen()) != len(test.pages) {
				t.Errorf("%d requests, want %d; events (-want +got): %s", len(s.seen()), len(test.pages), diff)
			}
		})
	}
}

// Who allows it is told of a listing that may be cut, and pays for no further page.
func TestList_MayBeCutAtARoundHundred(t *testing.T) {
	t.Parallel()
	s := serve(t, page(numbered(0, 100)...), page(numbered(0, 99)...), page(numbered(0, 500)...),
		page(), page(numbered(0, 200)...))
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
		"/v1/fraudEvents?EventStatus=Active&EventType=VirtualMachineDeploymentAnomaly&PageNumber=1&PageSize=500&SubscriptionId=sub%261",
		"/v1/fraudEvents?PageNumber=1&PageSize=20",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestList_NumbersPagesFromOne(t *testing.T) {
	t.Parallel()
	s := serve(t, page("a"), page("b"), page())
	if _, err := list(t, newClient(t, s, pageSize(1)), fraud.Query{}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range s.seen() {
		got = append(got, r.uri)
	}
	want := []string{
		"/v1/fraudEvents?PageNumber=1&PageSize=1", "/v1/fraudEvents?PageNumber=2&PageSize=1",
		"/v1/fraudEvents?PageNumber=3&PageSize=1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestList_ClassicModelIsOneCallWithoutPaging(t *testing.T) {
	t.Parallel()
	s := serve(t, page(numbered(0, 500)...))
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
