// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"hash/fnv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

const azureFile = "entitlements.json"

// Statuses of an Azure subscription.
const (
	AzureActive   = "active"
	AzureInactive = "inactive"
)

// AzureSubscription is an Azure subscription, which the API calls an entitlement if it belongs to
// an Azure plan.
type AzureSubscription struct {
	ID               string `json:"id"`
	CustomerTenantID string `json:"customerTenantId"`
	Name             string `json:"name"`
	Offer            string `json:"offer"`
	PlanID           string `json:"planId,omitempty"` // empty: a legacy subscription
	Status           string `json:"status"`

	// Next is the status from Due on; empty if none was requested.
	Next string    `json:"next,omitempty"`
	Due  time.Time `json:"due,omitzero"`
}

// Azure holds the Azure subscriptions behind the events. An alert makes its subscription known, and
// the subscription stays when the alert ages out. Its methods are safe for concurrent use.
type Azure struct {
	now    func() time.Time
	forgot func(id string) bool // whether the service no longer knows a subscription

	learned[AzureSubscription]
}

func openAzure(folder *disk.Folder, now func() time.Time, forgot func(string) bool) (*Azure,
	error) {
	a := &Azure{now: now, forgot: forgot}
	err := a.open(folder, azureFile, func(s *AzureSubscription) string { return s.ID })
	return a, err
}

// hear adds the subscriptions of events.
func (a *Azure) hear(events ...*Event) error {
	return a.learn(events, func(e *Event) string { return e.SubscriptionID }, newAzureSubscription)
}

func newAzureSubscription(e *Event) *AzureSubscription {
	s := &AzureSubscription{ID: e.SubscriptionID, CustomerTenantID: e.CustomerTenantID,
		Name: e.SubscriptionName, Offer: e.CatalogOfferID, Status: AzureActive}
	if !strings.EqualFold(e.SubscriptionType, "legacy") {
		h := fnv.New32a()
		_, _ = h.Write([]byte(strings.ToLower(e.SubscriptionID)))
		plans := PlansOf(e.CustomerTenantID)
		s.PlanID = plans[int(h.Sum32())%len(plans)]
	}
	return s
}

// PlansOf returns the ids of a customer's Azure plans. Every customer has two.
func PlansOf(customerTenantID string) []string {
	var ids []string
	for _, n := range []string{"1", "2"} {
		name := strings.ToLower(customerTenantID) + "/plan/" + n
		ids = append(ids, uuid.NewSHA1(uuid.NameSpaceURL, []byte(name)).String())
	}
	return ids
}

// Of returns the subscriptions of a customer that the service still knows, in order.
func (a *Azure) Of(customerTenantID string) []AzureSubscription {
	var found []AzureSubscription
	for _, s := range a.All() {
		if strings.EqualFold(s.CustomerTenantID, customerTenantID) && !a.forgot(s.ID) {
			found = append(found, s.at(a.now()))
		}
	}
	return found
}

// Get returns the subscription with that id.
func (a *Azure) Get(id string) (AzureSubscription, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.byID[strings.ToLower(id)]
	if s == nil || a.forgot(s.ID) {
		return AzureSubscription{}, false
	}
	return s.at(a.now()), true
}

// Request changes the status of a subscription after a delay. It returns false, and changes
// nothing, if the subscription has that status, or if a request for it is already on its way.
func (a *Azure) Request(id, status string, delay time.Duration) (done bool, err error) {
	err = a.change(func() {
		s := a.byID[strings.ToLower(id)]
		if s == nil {
			return
		}
		now := a.now()
		*s = s.at(now)
		if done = cmp.Or(s.Next, s.Status) != status; done {
			s.Next, s.Due = status, now.Add(delay)
			*s = s.at(now)
		}
	})
	return done, err
}

// Set puts a subscription into the world, or replaces it.
func (a *Azure) Set(s AzureSubscription) error {
	return a.change(func() { a.byID[strings.ToLower(s.ID)] = &s })
}

// at returns the subscription at that time.
func (s AzureSubscription) at(now time.Time) AzureSubscription {
	if s.Next != "" && !now.Before(s.Due) {
		s.Status, s.Next, s.Due = s.Next, "", time.Time{}
	}
	return s
}
