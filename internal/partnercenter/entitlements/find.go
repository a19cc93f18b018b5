// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// offerAzurePlan begins the offer of every Azure plan, and offerLegacy the offer of a legacy Azure
// subscription.
const (
	offerAzurePlan = "DZH318Z0BPS6"
	offerLegacy    = "MS-AZR-"
)

// Subscription is an Azure subscription of a customer.
type Subscription struct {
	Entitlement // without a plan, if it is legacy

	CustomerTenantID string
	Legacy           bool // a classic Azure offer: no plan, no entitlement, no cancellation here
}

// usageJSON is a usage record of a customer's subscription: the only list of a customer's plans
// that is not throttled. Its amounts do not matter here.
type usageJSON struct {
	ID      string `json:"id"`
	OfferID string `json:"offerId"`
	Name    string `json:"name"`
	Status  string `json:"status"`
}

func (u usageJSON) offers(prefix string) bool {
	return len(u.OfferID) >= len(prefix) && strings.EqualFold(u.OfferID[:len(prefix)], prefix)
}

func (c *Client) usage(ctx context.Context, customerID string) ([]usageJSON, error) {
	return list[usageJSON](ctx, c, partnercenter.Call{
		Operation: "list the customer's Azure plans", Asked: "customer " + customerID,
		Path: []string{"v1", "customers", customerID, "subscriptions", "usagerecords"},
	})
}

// plansOf returns the ids of the plans, each once.
func plansOf(records []usageJSON) (ids []string) {
	for _, u := range records {
		same := func(id string) bool { return strings.EqualFold(id, u.ID) }
		if u.ID != "" && u.offers(offerAzurePlan) && !slices.ContainsFunc(ids, same) {
			ids = append(ids, u.ID)
		}
	}
	return ids
}

// ListAll lists the entitlements of all plans of a customer.
func (c *Client) ListAll(ctx context.Context, customerID string) ([]Entitlement, error) {
	records, err := c.usage(ctx, customerID)
	if err != nil {
		return nil, err
	}
	var all []Entitlement
	for _, plan := range plansOf(records) {
		found, err := c.List(ctx, customerID, plan)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// Find finds an Azure subscription. If planID is empty, it searches all plans of the customer. If
// there is no such subscription, the error is a *NotFoundError, and if several plans have it, an
// *AmbiguousError.
func (c *Client) Find(ctx context.Context, customerID, planID, id string) (Subscription, error) {
	if planID == "" {
		return c.search(ctx, customerID, id)
	}
	e, err := c.Get(ctx, customerID, planID, id)
	if notFound(err) {
		return Subscription{}, &NotFoundError{CustomerTenantID: customerID, SubscriptionID: id,
			Plans: []string{planID}, Err: err}
	}
	return Subscription{Entitlement: e, CustomerTenantID: customerID}, err
}

// search looks through all plans, even after a hit: a subscription in two plans would leave open
// which of them to cancel.
func (c *Client) search(ctx context.Context, customerID, id string) (Subscription, error) {
	records, err := c.usage(ctx, customerID)
	if err != nil {
		return Subscription{}, err
	}
	plans := plansOf(records)
	var found []Entitlement
	for _, plan := range plans {
		listed, err := c.List(ctx, customerID, plan)
		if err != nil {
			return Subscription{}, err
		}
		if i := slices.IndexFunc(listed, func(e Entitlement) bool {
			return strings.EqualFold(e.ID, id)
		}); i >= 0 {
			found = append(found, listed[i])
		}
	}
	switch len(found) {
	case 0:
		return otherwise(records, &NotFoundError{CustomerTenantID: customerID, SubscriptionID: id,
			Plans: plans})
	case 1:
		return Subscription{Entitlement: found[0], CustomerTenantID: customerID}, nil
	}
	return Subscription{}, &AmbiguousError{SubscriptionID: id, Plans: plansWith(found)}
}

// otherwise returns the legacy subscription with that id, or completes the error.
func otherwise(records []usageJSON, missing *NotFoundError) (Subscription, error) {
	for _, u := range records {
		switch {
		case !strings.EqualFold(u.ID, missing.SubscriptionID):
		case u.offers(offerLegacy):
			return Subscription{
				Entitlement:      Entitlement{ID: u.ID, FriendlyName: u.Name, Status: u.Status},
				CustomerTenantID: missing.CustomerTenantID, Legacy: true}, nil
		case u.offers(offerAzurePlan):
			missing.IsPlan = true
		}
	}
	return Subscription{}, missing
}

func plansWith(found []Entitlement) (plans []string) {
	for _, e := range found {
		plans = append(plans, e.PlanID)
	}
	return plans
}

// notFound reports whether Partner Center does not know the plan or the entitlement.
func notFound(err error) bool {
	var failed *partnercenter.Error
	return errors.As(err, &failed) && failed.StatusCode == http.StatusNotFound && !failed.NotOurs
}
