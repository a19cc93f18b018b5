// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// object is a JSON object of a reply.
type object map[string]any

// plans lists the usage records of a customer's plans and legacy subscriptions.
func (s *window) plans(c partnercenter.Call) *partnercenter.Refusal {
	subscriptions, refusal := s.customer(c)
	if refusal != nil {
		return refusal
	}
	items := []object{}
	record := func(id, offer, name, status string) {
		items = append(items, object{"status": status, "offerId": offer, "resourceId": id, "id": id,
			"resourceName": name, "name": name, "totalCost": json.Number("22.8611720000000001"),
			"currencyCode": "USD", "usdTotalCost": json.Number("22.8611720000000001"),
			"lastModifiedDate": s.world.Now().UTC().Format("2006-01-02T15:04:05.99+00:00"),
			"attributes":       object{"objectType": "SubscriptionMonthlyUsageRecord"}})
	}
	for _, plan := range world.PlansOf(c.Params[0]) {
		record(plan, "DZH318Z0BPS6:0001:DZH318Z0BML6", "Azure plan", world.AzureActive)
	}
	for _, sub := range subscriptions {
		if sub.PlanID == "" {
			record(strings.ToUpper(sub.ID), sub.Offer, sub.Name, sub.Status)
		}
	}
	s.write(c, items)
	return nil
}

// list lists the entitlements of a plan.
func (s *window) list(c partnercenter.Call) *partnercenter.Refusal {
	subscriptions, refusal := s.customer(c)
	if refusal != nil {
		return refusal
	}
	if !slices.ContainsFunc(world.PlansOf(c.Params[0]), func(plan string) bool {
		return strings.EqualFold(plan, c.Params[1])
	}) {
		return notFound()
	}
	if wait := s.throttled(); wait > 0 {
		throttle(c.Writer, wait)
		return nil
	}
	items := []object{}
	for _, sub := range subscriptions {
		if s.inPlan(&sub, c.Params[1]) {
			items = append(items, entitlement(sub))
		}
	}
	s.write(c, items)
	return nil
}

func (s *window) get(c partnercenter.Call) *partnercenter.Refusal {
	sub, refusal := s.entitlement(c)
	if refusal == nil {
		writeJSON(c.Writer, http.StatusOK, withSelf(sub))
	}
	return refusal
}

func entitlement(sub world.AzureSubscription) object {
	return object{"id": sub.ID, "friendlyName": sub.Name, "status": sub.Status,
		"subscriptionId": sub.PlanID}
}

func withSelf(sub world.AzureSubscription) object {
	o := entitlement(sub)
	o["links"] = object{"self": object{"uri": "/customers/" + sub.CustomerTenantID +
		"/subscriptions/" + sub.PlanID + "/azureEntitlements/" + sub.ID, "method": "GET",
		"headers": []object{}}}
	return o
}

// write writes a list, or the page of it that the query asks for.
func (s *window) write(c partnercenter.Call, items []object) {
	b := s.behaviour()
	if b.EntitlementsBare {
		writeJSON(c.Writer, http.StatusOK, items)
		return
	}
	reply := object{"totalCount": len(items), "attributes": object{"objectType": "Collection"}}
	if size := b.EntitlementPageSize; size > 0 {
		from, _ := strconv.Atoi(c.Request.URL.Query().Get("from"))
		from = min(max(from, 0), len(items))
		if to := from + size; to < len(items) {
			uri := strings.TrimPrefix(c.Request.URL.Path, "/v1") + fmt.Sprintf("?from=%d", to)
			reply["links"] = object{"next": object{"uri": uri, "method": "GET", "headers": []object{}}}
			items = items[from:to]
		} else {
			items = items[from:]
		}
	}
	reply["items"] = items
	writeJSON(c.Writer, http.StatusOK, reply)
}

func writeJSON(w http.ResponseWriter, status int, content any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(content) // a client that has gone needs no answer
}

// throttled counts a list, and returns how long it must wait.
func (s *window) throttled() time.Duration {
	limit, now := s.behaviour().EntitlementListCalls, s.world.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.begin) >= time.Minute {
		s.begin, s.lists = now, 0
	}
	s.lists++
	if limit <= 0 || s.lists <= limit {
		return 0
	}
	return s.begin.Add(time.Minute).Sub(now)
}

// throttle is the answer of the gateway.
func throttle(w http.ResponseWriter, wait time.Duration) {
	seconds := int((wait + time.Second - 1) / time.Second)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	w.Header().Del("MS-RequestId")
	writeJSON(w, http.StatusTooManyRequests, object{"statusCode": http.StatusTooManyRequests,
		"message": fmt.Sprintf("Rate limit is exceeded. Try again in %d seconds.", seconds)})
}
