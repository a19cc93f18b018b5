// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe_test

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

// eventService lists events, of which there are arrived more once a client has asked for pages.
type eventService struct {
	events, arrived int
	unpaged         int  // limit of a list without pages
	onePage         bool // PageNumber has no effect
}

func (s *eventService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, query := "[]", r.URL.Query()
	size, _ := strconv.Atoi(query.Get("PageSize"))
	number, _ := strconv.Atoi(query.Get("PageNumber"))
	if strings.HasSuffix(r.URL.Path, "/fraudEvents") && len(query) == 0 {
		body = events(min(s.events, cmp.Or(s.unpaged, s.events)))
	} else if size > 0 {
		s.events, s.arrived = s.events+s.arrived, 0
		all := strings.SplitAfter(strings.Trim(events(s.events), "[]"), "},")
		first := 0
		if !s.onePage {
			first = min((max(number, 1)-1)*size, len(all))
		}
		page := slices.Concat(all[first:min(first+size, len(all))])
		body = "[" + strings.TrimSuffix(strings.Join(page, ""), ",") + "]"
	}
	_, _ = w.Write([]byte(body))
}

// A small count could be the limit of a page, too. Only what another call confirms is a limit.
func TestRun_ASmallCountIsNotALimit(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		service       eventService
		unpaged, page string
	}{
		"all events are in every list":     {eventService{events: 5}, "none", ""},
		"alerts arrive between two lists":  {eventService{events: 5, arrived: 2}, "none", ""},
		"the number of a page is ignored":  {eventService{events: 30, onePage: true}, "", ""},
		"a list without pages has a limit": {eventService{events: 8, unpaged: 5}, "5", ""},
		"an alert arrives at the limit":    {eventService{events: 5, arrived: 1, unpaged: 5}, "5", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(&test.service)
			t.Cleanup(server.Close)
			seen := run(t, server).Observations
			expect.Equal(t, "limit without pages", test.unpaged, seen["events.unpaged_limit"])
			expect.Equal(t, "limit of a page", test.page, seen["events.page_limit"])
		})
	}
}

// The second look is made only if it can settle something.
func TestRun_AllEventsAreListedAgainOnlyInDoubt(t *testing.T) {
	t.Parallel()
	for unpaged, want := range map[int]int{0: 0, 5: 1} {
		server := httptest.NewServer(&eventService{events: 8, unpaged: unpaged})
		t.Cleanup(server.Close)
		n := 0
		for _, call := range run(t, server).Calls {
			if call.Name == fidelity.CallEventsAgain {
				n++
			}
		}
		expect.Equal(t, "calls", want, n)
	}
}
