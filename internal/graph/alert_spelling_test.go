// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"errors"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// A service that compares case, and prints a value in another case than it documents, finds nothing
// by a filter. That must not look as if there was nothing.
func TestGraphAlerts_AFilterInAnotherCaseHidesNothing(t *testing.T) {
	t.Parallel()
	const mining = "NetworkConnectionsToCryptoMiningPools"
	for property, test := range map[string]struct {
		printed string
		q       fraud.Query
		asked   string // the filter that is left
		only    bool
	}{
		"subscriptionId": {"SUB", fraud.Query{SubscriptionID: "sub"}, "", true},
		"status": {"Active", fraud.Query{SubscriptionID: "sub", Status: "Active"},
			"subscriptionId eq 'sub'", false},
		"alertType": {mining, fraud.Query{SubscriptionID: "sub", EventType: mining},
			"subscriptionId eq 'sub'", false},
	} {
		t.Run(property, func(t *testing.T) {
			t.Parallel()
			s, c := startAlerts(t)
			s.add("other", "b")
			s.add("sub", "a")
			s.alerts[1][property] = test.printed
			expect.Equal(t, "listed", []string{"a"}, list(t, c.SecurityAlerts(), test.q))
			expect.Equal(t, "calls", 3, len(s.asked)) // with the filter, without one, and as it remains
			s.asked = nil
			expect.Equal(t, "listed again", []string{"a"}, list(t, c.SecurityAlerts(), test.q))
			expect.Equal(t, "asked again", []string{test.asked}, s.asked)
			expect.Equal(t, "tenant only", test.only, c.SecurityAlerts().Limits().TenantOnly)
		})
	}
}

// An empty listing is believed at once if the filter has found alerts before, and otherwise after a
// look at how alerts are printed.
func TestGraphAlerts_AnEmptyListingTakesAtMostOneLook(t *testing.T) {
	t.Parallel()
	const sub, none = "subscriptionId eq 'sub'", "subscriptionId eq 'none'"
	for name, test := range map[string]struct {
		printed string // the subscription of the tenant's only alert
		found   bool   // it is listed first
		asked   []string
		only    bool
	}{
		"nothing was found before": {"sub", false, []string{none, "", none}, false},
		"the filter has worked":    {"sub", true, []string{sub, none, none}, false},
		"the tenant has no alerts": {"", false, []string{none, "", none, ""}, false},
		"printed in another case":  {"SUB", false, []string{none, "", "", ""}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := startAlerts(t)
			if test.printed != "" {
				s.add(test.printed, "a")
			}
			if test.found {
				list(t, c.SecurityAlerts(), fraud.Query{SubscriptionID: "sub"})
			}
			for range 2 {
				expect.Equal(t, "listed", 0,
					len(list(t, c.SecurityAlerts(), fraud.Query{SubscriptionID: "none"})))
			}
			expect.Equal(t, "asked", test.asked, s.asked)
			expect.Equal(t, "tenant only", test.only, c.SecurityAlerts().Limits().TenantOnly)
		})
	}
}

// Many empty listings at a time share the look, whatever they filter by.
func TestGraphAlerts_ManyEmptyListingsShareALook(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	s.add("sub", "a")
	var callers sync.WaitGroup
	for range 10 {
		for _, q := range []fraud.Query{{SubscriptionID: "none"}, {Status: "Resolved"}} {
			callers.Go(func() { expect.NoError(t, c.SecurityAlerts().List(t.Context(), q, &book{})) })
		}
	}
	callers.Wait()
	looks := slices.DeleteFunc(slices.Clone(s.asked), func(f string) bool { return f != "" })
	expect.Equal(t, "looks", 1, len(looks))
}

// A caller that may not get the tenant's alerts for one subscription gets none.
func TestGraphAlerts_ALookTellsThatFiltersDoNotWork(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	s.add("SUB", "a")
	q := fraud.Query{SubscriptionID: "sub", TellUnfiltered: true}
	b := &book{}
	if err := c.SecurityAlerts().List(t.Context(), q, b); !errors.Is(err, fraud.ErrUnfiltered) {
		t.Errorf("got %v", err)
	}
	expect.Equal(t, "passed", 0, len(b.events))
}

// Without the look, nobody knows whether the listing is empty.
func TestGraphAlerts_AFailedLookIsAnError(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	s.add("SUB", "a")
	s.onUnfiltered = func(w http.ResponseWriter) {
		refuse(w, http.StatusForbidden, "Forbidden", "No.")
	}
	err := c.SecurityAlerts().List(t.Context(), fraud.Query{SubscriptionID: "sub"}, &book{})
	if !fraud.Failed(err, fraud.Refused) {
		t.Errorf("got %v", err)
	}
}
