// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
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
	log    func(...AuditRecord) error
	delay  func() time.Duration // until a request takes effect

	learned[AzureSubscription]
}

func openAzure(folder *disk.Folder, now func() time.Time, forgot func(string) bool,
	log func(...AuditRecord) error) (*Azure, error) {
	a := &Azure{now: now, forgot: forgot, log: log}
	a.SetDelay(func() time.Duration { return azureDelay })
	err := a.open(folder, azureFile, func(s *AzureSubscription) string { return s.ID })
	return a, err
}

// azureDelay is the documented time until a cancellation takes effect.
const azureDelay = 10 * time.Minute

// SetDelay replaces the time until a request takes effect. Call it before the world is in use.
func (a *Azure) SetDelay(delay func() time.Duration) { a.delay = delay }

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
		s.PlanID = plans[int64(h.Sum32())%int64(len(plans))]
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

// Request changes the status of a subscription after a delay, for an actor. It returns false, and
// changes nothing, if the subscription has that status, or if a request for it is already on its
// way.
func (a *Azure) Request(id, status string, by Actor) (done bool, err error) {
	var requested AzureSubscription
	err = a.change(func() {
		s := a.byID[strings.ToLower(id)]
		if s == nil {
			return
		}
		now := a.now()
		*s = s.at(now)
		if done = cmp.Or(s.Next, s.Status) != status; done {
			requested = *s
			s.Next, s.Due = status, now.Add(a.delay())
			*s = s.at(now)
		}
	})
	if err == nil && done {
		err = a.log(requested.auditRecord(status).By(by))
	}
	return done, err
}

// auditRecord is the request in the activity log. No operation type is documented for it, only the
// resource type.
func (s AzureSubscription) auditRecord(status string) AuditRecord {
	r := AuditRecord{
		CustomerID: s.CustomerTenantID, Undocumented: true,
		ResourceType: "azure_entitlement", OperationType: "reactivate_azure_entitlement",
		ResourceOldValue: azureJSON(s.ID, s.Status), ResourceNewValue: azureJSON(s.ID, status),
		CustomizedData: []AuditDetail{Detail("EntitlementId", s.ID), Detail("AzurePlanId", s.PlanID)},
	}
	if status == AzureInactive {
		r.OperationType = "cancel_azure_entitlement"
	}
	return r
}

func azureJSON(id, status string) string {
	return fmt.Sprintf(`{"Id":%q,"Status":%q}`, id, status)
}

// Set puts a subscription into the world, or replaces it.
func (a *Azure) Set(s AzureSubscription) error {
	return a.change(func() { a.byID[strings.ToLower(s.ID)] = &s })
}

func (s AzureSubscription) at(now time.Time) AzureSubscription {
	if s.Next != "" && !now.Before(s.Due) {
		s.Status, s.Next, s.Due = s.Next, "", time.Time{}
	}
	return s
}
