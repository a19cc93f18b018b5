// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

type listQuery struct {
	world.Filter

	size, number int // both zero without paging
}

// documentedEventTypes are the types in the filter's documentation (docs-dev/api.md, Query
// parameters), and those of alerts since May 2024 (docs-dev/respond.md, Alert types).
func documentedEventTypes() []string {
	return []string{
		"ServiceHealthSecurityAdvisory",
		"UsageAnomalyDetection",
		"MultiRegionVirtualMachineScaleSetDeploymentAnomaly",
		world.EventTypeMining,
		"VirtualMachineDeploymentAnomaly",
		"MultiRegionMachineLearningUsageAnomaly",
		"ARM_AnomalousResourceConsumption",
		"ARM_SuspiciousOperations",
		"AzureBatch_AnomalousDeployment",
		"AzureContainerInstances_AnomalousDeployment",
		"AzureMachineLearning_AnomalousDeployment",
		"CryptoMining",
		"VM_AnomalousDeployment",
	}
}

// page is the part of the listing that the service returns for the query.
func (q listQuery) page(b Behaviour) world.Page {
	switch {
	case q.size == 0 || b.PagingIgnored:
		return world.Page{Take: max(b.UnpagedCap, 0)}
	case q.number-1 > math.MaxInt/q.size:
		return world.Page{Skip: math.MaxInt, Take: q.size}
	default:
		return world.Page{Skip: (q.number - 1) * q.size, Take: q.size}
	}
}

// parseListQuery parses the query. Undocumented names have no effect and are a violation.
func (a *API) parseListQuery(c Call, b Behaviour) (listQuery, *Refusal) {
	values, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		return listQuery{}, BadRequest("800002", "The query could not be parsed.")
	}
	given := map[string]string{}
	for name, all := range values {
		canonical := canonicalParameter(name, b.CaseSensitive)
		if canonical == "" {
			a.harness.Violation("the list query has the unknown parameter %q", name)
			continue
		}
		if _, twice := given[canonical]; twice || len(all) > 1 {
			return listQuery{}, InvalidProperty("The parameter " + canonical + " has several values.")
		}
		given[canonical] = all[0]
	}
	if !c.NewModel {
		if refusal := dropNewParameters(given, b); refusal != nil {
			return listQuery{}, refusal
		}
	}
	q := listQuery{Filter: world.Filter{Mining: !c.NewModel, ExactCase: b.CaseSensitive}}
	if refusal := a.parseFilter(&q.Filter, given, b); refusal != nil {
		return q, refusal
	}
	refusal := a.parsePaging(&q, given, b)
	return q, refusal
}

func canonicalParameter(name string, exact bool) string {
	for _, known := range []string{"EventStatus", "SubscriptionId", "EventType", "PageSize",
		"PageNumber"} {
		if name == known || !exact && strings.EqualFold(name, known) {
			return known
		}
	}
	return ""
}

func dropNewParameters(given map[string]string, b Behaviour) *Refusal {
	for _, name := range []string{"EventType", "PageSize", "PageNumber"} {
		if _, ok := given[name]; ok && b.RefuseInClassic {
			return InvalidProperty("The parameter " + name + " needs the header " + headerNewModel + ".")
		}
		delete(given, name)
	}
	return nil
}

func (a *API) parseFilter(f *world.Filter, given map[string]string, b Behaviour) *Refusal {
	f.SubscriptionID = given["SubscriptionId"]
	if f.SubscriptionID != "" && !isGUID(f.SubscriptionID) {
		return InvalidProperty("The SubscriptionId is not a GUID.")
	}
	f.Status, f.EventType = given["EventStatus"], given["EventType"]
	for _, value := range []struct {
		name, given string
		known       bool
	}{
		{"EventStatus", f.Status, isOneOf(*f, f.Status, world.Statuses())},
		{"EventType", f.EventType, a.knowsEventType(*f)},
	} {
		if value.given == "" || value.known {
			continue
		}
		if f.Nothing = true; !b.UnknownValueEmpty {
			return notAnEnum(value.name, value.given)
		}
	}
	return nil
}

func isOneOf(f world.Filter, value string, known []string) bool {
	return slices.ContainsFunc(known, func(k string) bool { return f.Equal(value, k) })
}

// knowsEventType accepts the documented types and the types of events: Microsoft adds types without
// notice.
func (a *API) knowsEventType(f world.Filter) bool {
	if isOneOf(f, f.EventType, documentedEventTypes()) {
		return true
	}
	return a.world.HasAny(world.Filter{EventType: f.EventType, ExactCase: f.ExactCase})
}

func (a *API) parsePaging(q *listQuery, given map[string]string, b Behaviour) *Refusal {
	for name, target := range map[string]*int{"PageSize": &q.size, "PageNumber": &q.number} {
		text, ok := given[name]
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return InvalidProperty("The parameter " + name + " is not a whole number.")
		}
		*target = int(min(max(n, 0), math.MaxInt)) // an int may have 32 bits
	}
	if (q.size > 0) != (q.number > 0) {
		a.harness.Violation("the list query has PageSize and PageNumber not together, or not above zero")
		if b.RefuseHalfPaging {
			return InvalidProperty("PageSize and PageNumber must come together, both above zero.")
		}
		q.size, q.number = 0, 0
	}
	if b.MaxPageSize > 0 && q.size > b.MaxPageSize {
		if b.RefuseLargePages {
			return InvalidProperty(fmt.Sprintf("PageSize must not be above %d.", b.MaxPageSize))
		}
		q.size = b.MaxPageSize
	}
	return nil
}
