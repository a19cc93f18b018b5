// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package entitlements is the client of Azure entitlements: the Azure subscriptions of an Azure
// plan. It finds the plan of a subscription, and cancels and reactivates subscriptions. The package
// knows nothing of Terraform. docs-dev/respond.md, Azure entitlements, has the facts that it relies
// on.
package entitlements

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Statuses that decide something. The set is open.
const (
	Active   = "active"
	Inactive = "inactive"
	Deleted  = "deleted"
)

// Entitlement is an Azure subscription of an Azure plan.
type Entitlement struct {
	ID           string // the id of the Azure subscription
	PlanID       string // the id of the Azure plan, which the API calls a subscription
	FriendlyName string
	Status       string
}

// Is reports whether the entitlement has a status, in any case.
func (e Entitlement) Is(status string) bool { return strings.EqualFold(e.Status, status) }

// Client reads and changes Azure entitlements.
type Client struct{ calls *partnercenter.Client }

// New returns a client.
func New(calls *partnercenter.Client) *Client { return &Client{calls} }

// entitlementJSON is an entitlement in a reply. Its subscriptionId is the plan of the path.
type entitlementJSON struct {
	ID           string `json:"id"`
	FriendlyName string `json:"friendlyName"`
	Status       string `json:"status"`
}

func (j entitlementJSON) of(planID string) Entitlement {
	return Entitlement{ID: j.ID, PlanID: planID, FriendlyName: j.FriendlyName, Status: j.Status}
}

// List lists the entitlements of one plan.
func (c *Client) List(ctx context.Context, customerID, planID string) ([]Entitlement, error) {
	items, err := list[entitlementJSON](ctx, c, partnercenter.Call{
		Operation: "list the Azure subscriptions of an Azure plan",
		Asked:     fmt.Sprintf("customer %s, Azure plan %s", customerID, planID),
		Path:      pathOf(customerID, planID, "azureEntitlements"),
	})
	if err != nil {
		return nil, err
	}
	found := make([]Entitlement, len(items))
	for i, item := range items {
		found[i] = item.of(planID)
	}
	return found, nil
}

// Get reads one entitlement. If Partner Center answers without it, or with another one, that is an
// error: a status of something else must not decide.
func (c *Client) Get(ctx context.Context, customerID, planID, id string) (Entitlement, error) {
	call := partnercenter.Call{
		Area: area(), Operation: "read the Azure subscription",
		Asked:  asked(customerID, planID, id),
		Method: http.MethodGet, Path: pathOf(customerID, planID, "azureEntitlements", id),
	}
	reply, err := c.calls.Call(ctx, call)
	if err != nil {
		return Entitlement{}, err
	}
	var got entitlementJSON
	if _, err := reply.Decode(&got); err != nil {
		return Entitlement{}, call.Unreadable(reply, err)
	}
	if !strings.EqualFold(got.ID, id) || got.Status == "" {
		return Entitlement{}, call.Unreadable(reply,
			&jsonlist.Error{Problem: partnercenter.ProblemOtherForm})
	}
	return got.of(planID), nil
}

// pathOf returns the path of a plan of a customer, or one below it.
func pathOf(customerID, planID string, below ...string) []string {
	return append([]string{"v1", "customers", customerID, "subscriptions", planID}, below...)
}

// asked names an entitlement in messages.
func asked(customerID, planID, id string) string {
	return fmt.Sprintf("customer %s, Azure plan %s, Azure subscription %s", customerID, planID, id)
}
