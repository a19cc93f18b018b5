// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
)

// A service may take a filter, and still find nothing: if it prints a value in another case than
// the documented one, and compares case (parity: graph-filter-case). So an empty listing proves
// nothing until a listing with the same filter had alerts. Until then, one look at unfiltered
// alerts tells how the service prints values.

// doubtful reports whether an empty listing with this filter may be wrong.
func (f *filters) doubtful(part property) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.looked && part&^f.proven != 0
}

// prove records that a listing with this filter had alerts.
func (f *filters) prove(part property) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.proven |= part
}

// look records which properties unfiltered alerts have in another case.
func (f *filters) look(otherCase property) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.looked, f.otherCase = true, otherCase&^f.proven
}

// look reads unfiltered alerts, unless another listing has done so meanwhile. A tenant without any
// tells nothing, and its listings are truly empty.
func (l *alertListing) look(ctx context.Context) error {
	filters := l.client.filters
	select {
	case filters.looking <- struct{}{}:
	case <-ctx.Done():
		return notMade(l.purpose(), ctx.Err())
	}
	defer func() { <-filters.looking }()
	if !filters.doubtful(l.filter) {
		return nil
	}
	tenant := &alertListing{client: l.client, links: l.client.newLinks()}
	got, err := tenant.read(ctx, alertsPath(), nil)
	for err == nil && len(got.events) == 0 && got.page.NextLink != "" {
		got, err = tenant.follow(ctx, got)
	}
	if err == nil && len(got.events) > 0 {
		filters.look(inOtherCase(got.page.Value))
	}
	return err
}

// inOtherCase returns the properties that some alerts have in another case than filters.
func inOtherCase(alerts []json.RawMessage) property {
	var different property
	values := jsonlist.NewValues()
	for _, alert := range alerts {
		for key, value := range jsonlist.Members(alert) {
			text := values.Text(value)
			switch string(values.Fold(key)) {
			case "subscriptionid":
				if text != strings.ToLower(text) {
					different |= bySubscription
				}
			case "status":
				if isRespelled(text, fraud.Statuses()) {
					different |= byStatus
				}
			case "alerttype":
				if isRespelled(text, spelledTypes()) {
					different |= byType
				}
			}
		}
	}
	return different
}

// isRespelled reports whether a value is a documented one in another case.
func isRespelled(text string, documented []string) bool {
	known, ok := fraud.Canonical(text, documented)
	return ok && text != inGraph(known)
}

// isSpelled recognizes the types whose spelling in Graph is documented. A filter with a wrong
// spelling would return no alerts instead of an error.
func isSpelled(eventType string) bool { return slices.Contains(spelledTypes(), eventType) }

func spelledTypes() []string {
	return []string{
		"MultiRegionMachineLearningUsageAnomaly",
		"MultiRegionVirtualMachineScaleSetDeploymentAnomaly",
		"NetworkConnectionsToCryptoMiningPools",
		"ServiceHealthSecurityAdvisory",
		"UsageAnomalyDetection",
		"VirtualMachineDeploymentAnomaly",
	}
}
