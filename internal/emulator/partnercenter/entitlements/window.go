// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindPlans      = "azure_plans"       // GET …/subscriptions/usagerecords
	KindList       = "list_entitlements" // GET …/azureEntitlements
	KindGet        = "get_entitlement"   // GET …/azureEntitlements/{id}
	KindCancel     = "cancel_entitlement"
	KindReactivate = "reactivate_entitlement"
)

// window serves the entitlements.
type window struct {
	world     *world.World
	behaviour func() Behaviour

	mu    sync.Mutex // guards the fields below
	begin time.Time  // of the present minute of the throttle
	lists int
}

// Routes returns the operations.
func Routes(w *world.World, behaviour func() Behaviour) []partnercenter.Route {
	s := &window{world: w, behaviour: behaviour}
	w.Azure().SetDelay(func() time.Duration { return behaviour().delay() })
	const subscriptions = "/v1/customers/*/subscriptions/"
	const all = subscriptions + "*/azureEntitlements"
	get := func(kind, path string, serve func(partnercenter.Call) *partnercenter.Refusal,
	) partnercenter.Route {
		return partnercenter.Route{Kind: kind, Method: http.MethodGet, Path: path, Serve: serve}
	}
	post := func(kind, path string, serve func(partnercenter.Call) *partnercenter.Refusal,
	) partnercenter.Route {
		return partnercenter.Route{Kind: kind, Method: http.MethodPost, Path: path, Serve: serve,
			Also: world.RoleGlobalAdmin}
	}
	plans := get(KindPlans, subscriptions+"usagerecords", s.plans)
	list, one := get(KindList, all, s.list), get(KindGet, all+"/*", s.get)
	list.AppOnly, one.AppOnly = true, true
	return []partnercenter.Route{plans, list, one,
		post(KindCancel, all+"/*/cancel", s.cancel),
		post(KindReactivate, all+"/*/reactivate", s.reactivate),
	}
}

// customer checks the ids of the path, and returns the customer's subscriptions.
func (s *window) customer(c partnercenter.Call) ([]world.AzureSubscription,
	*partnercenter.Refusal) {
	for _, id := range c.Params {
		if len(id) != 36 || uuid.Validate(id) != nil {
			return nil, partnercenter.BadRequest("800002", "The id "+id+" is not a GUID.")
		}
	}
	if !s.world.HasCustomer(c.Params[0]) {
		return nil, partnercenter.BadRequest("900118", "The customer id is invalid.")
	}
	return s.world.Azure().Of(c.Params[0]), nil
}

// entitlement returns the subscription of the path.
func (s *window) entitlement(c partnercenter.Call) (world.AzureSubscription,
	*partnercenter.Refusal) {
	subscriptions, refusal := s.customer(c)
	for _, found := range subscriptions {
		if strings.EqualFold(found.ID, c.Params[2]) && s.inPlan(&found, c.Params[1]) {
			return found, nil
		}
	}
	if refusal == nil {
		refusal = notFound()
	}
	return world.AzureSubscription{}, refusal
}

// inPlan reports whether a plan of the subscription's customer has the subscription.
func (s *window) inPlan(sub *world.AzureSubscription, plan string) bool {
	switch {
	case sub.PlanID == "":
		return false
	case s.behaviour().EntitlementsInAllPlans:
		for _, one := range world.PlansOf(sub.CustomerTenantID) {
			if strings.EqualFold(one, plan) {
				sub.PlanID = one
			}
		}
	}
	return strings.EqualFold(sub.PlanID, plan)
}

func notFound() *partnercenter.Refusal {
	return &partnercenter.Refusal{Status: http.StatusNotFound, Code: "800111",
		Description: "No Azure subscription with this entitlement id was found."}
}
