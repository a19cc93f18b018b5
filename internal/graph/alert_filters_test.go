// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestGraphAlerts_FiltersGoToTheService(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	s.add("it's", "a")
	s.add("other", "b")
	s.alerts[1]["status"] = "resolved"
	events := c.SecurityAlerts()
	const mining = "NetworkConnectionsToCryptoMiningPools"
	for expression, q := range map[string]fraud.Query{
		// its spelling in Graph is not documented
		"":                          {EventType: "CryptoMining"},
		"subscriptionId eq 'it''s'": {SubscriptionID: "it's"},
		"subscriptionId eq 'it''s' and status eq 'active' and alertType eq 'networkConnectionsTo" +
			"CryptoMiningPools'": {SubscriptionID: "it's", Status: "Active", EventType: mining},
		"status eq 'resolved'": {Status: "Resolved"},
	} {
		s.asked = nil
		list(t, events, q)
		expect.Equal(t, "asked", []string{expression}, s.asked)
	}
}

// A service that refuses or ignores filters is asked for each kind once, even by many at a time.
func TestGraphAlerts_ARefusedFilterIsNoticedOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		filter func(string) (func(alert) bool, string)
		asked  []string // with a filter
		only   bool
	}{
		"refused": {refusesFilters("subscriptionId"), []string{"subscriptionId eq 's'"}, true},
		"ignored": {ignoresFilters, []string{"subscriptionId eq 's'"}, true},
		"taken":   {takesFilters, slices.Repeat([]string{"subscriptionId eq 's'"}, 10), false},
	} {
		s, c := startAlerts(t)
		s.filter = test.filter
		s.add("s", "a")
		s.add("other", "b")
		var callers sync.WaitGroup
		for range 10 {
			callers.Go(func() {
				b := &book{}
				if err := c.SecurityAlerts().List(t.Context(), fraud.Query{SubscriptionID: "s"},
					b); err != nil ||
					len(b.events) != 1 || b.events[0].EventID != "a" {
					t.Errorf("%s: %+v, %v", name, b.events, err)
				}
			})
		}
		callers.Wait()
		asked := slices.DeleteFunc(slices.Clone(s.asked), func(f string) bool { return f == "" })
		expect.Equal(t, name, test.asked, asked)
		expect.Equal(t, name, test.only, c.SecurityAlerts().Limits().TenantOnly)
	}
}

// A service that refuses a filter need not say so. The listing without one tells whether that was
// all.
func TestGraphAlerts_ARefusedFilterIsKnownByTheListingWithoutOne(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusNotImplemented} {
		for _, words := range []string{"", "Unsupported Query."} {
			s, c := startAlerts(t)
			s.filter = refusesFilters("status", "subscriptionId")
			s.refusal = func(w http.ResponseWriter) { refuse(w, status, words, words) }
			s.add("s", "a")
			s.add("other", "b")
			q := fraud.Query{SubscriptionID: "s", Status: "Active"}
			expect.Equal(t, "listed", []string{"a"}, list(t, c.SecurityAlerts(), q))
			s.asked = nil
			expect.Equal(t, "listed again", []string{"a"}, list(t, c.SecurityAlerts(), q))
			expect.Equal(t, "asked again", []string{""}, s.asked)
		}
	}
}

// What is refused without a filter, too, is an error.
func TestGraphAlerts_OtherRefusalsOfAListingAreErrors(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	s.filter = func(string) (func(alert) bool, string) { return nil, "The tenant is suspended." }
	s.onUnfiltered = func(w http.ResponseWriter) {
		refuse(w, http.StatusBadRequest, "BadRequest", "The tenant is suspended.")
	}
	err := c.SecurityAlerts().List(t.Context(), fraud.Query{SubscriptionID: "s"}, &book{})
	if !fraud.Failed(err, fraud.Refused) || !strings.Contains(err.Error(), "is suspended") {
		t.Errorf("got %v", err)
	}
}

// An alert without a subscription is in no listing of one: a filter that is ignored proves nothing.
func TestGraphAlerts_AnAlertWithoutASubscriptionBelongsToNone(t *testing.T) {
	t.Parallel()
	for name, others := range map[string][]string{"with others": {"s", "other"}, "alone": nil} {
		s, c := startAlerts(t)
		s.filter = ignoresFilters
		s.add("", "homeless")
		s.alerts[0]["subscriptionId"] = nil
		for _, subscription := range others {
			s.add(subscription, "of "+subscription)
		}
		if got := list(t, c.SecurityAlerts(), fraud.Query{SubscriptionID: "s"}); slices.Contains(got,
			"homeless") {
			t.Errorf("%s: %v", name, got)
		}
		if got := list(t, c.SecurityAlerts(), fraud.Query{}); got[0] != "homeless" {
			t.Errorf("%s: in the tenant: %v", name, got)
		}
	}
}

func TestGraphAlerts_ACallerCanStopWaitingForTheFirstFilter(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	hold, held := make(chan struct{}), make(chan struct{})
	s.filter = func(expression string) (func(alert) bool, string) {
		close(held)
		<-hold
		return takesFilters(expression)
	}
	var first sync.WaitGroup
	first.Go(func() {
		expect.NoError(t, c.SecurityAlerts().List(t.Context(), fraud.Query{SubscriptionID: "s"}, &book{}))
	})
	<-held
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := c.SecurityAlerts().List(ctx, fraud.Query{SubscriptionID: "s"}, &book{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(hold)
	first.Wait()
}

// The first listing that fails lets all others go, so that they do not fail one after another.
func TestGraphAlerts_AFailureOfTheFirstFilterDelaysNobody(t *testing.T) {
	t.Parallel()
	s, c := startAlerts(t)
	s.add("s", "a")
	hold := make(chan struct{})
	s.filter = func(string) (func(alert) bool, string) { return nil, "The tenant is suspended." }
	s.refusal = func(w http.ResponseWriter) {
		refuse(w, http.StatusForbidden, "Forbidden", "The tenant is suspended.")
	}
	err := c.SecurityAlerts().List(t.Context(), fraud.Query{SubscriptionID: "s"}, &book{})
	if !fraud.Failed(err, fraud.Refused) {
		t.Fatalf("got %v", err)
	}
	together := make(chan struct{}, 2)
	s.mu.Lock()
	s.filter = takesFilters
	s.onList = func() { together <- struct{}{}; <-hold }
	s.mu.Unlock()
	var callers sync.WaitGroup
	for range 2 {
		callers.Go(func() {
			expect.NoError(t, c.SecurityAlerts().List(t.Context(), fraud.Query{SubscriptionID: "s"},
				&book{}))
		})
	}
	for range 2 {
		<-together
	}
	close(hold)
	callers.Wait()
}
