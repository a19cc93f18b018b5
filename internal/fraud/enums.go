// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import "strings"

// Status is an event's status. Undocumented values keep the service's spelling.
type Status string

// The documented statuses (docs-dev/api.md, Read).
const (
	Active        Status = "Active"
	Investigating Status = "Investigating"
	Resolved      Status = "Resolved"
)

// Reason is why an event was resolved. An unresolved event has none.
type Reason string

// The documented reasons (docs-dev/api.md, Update; parity: write-reasons).
const (
	Fraud      Reason = "Fraud"
	Ignore     Reason = "Ignore"
	Legitimate Reason = "Legitimate"
)

// Statuses returns the documented statuses in the order of the workflow.
func Statuses() []string {
	return []string{string(Active), string(Investigating), string(Resolved)}
}

// Reasons returns the documented reasons.
func Reasons() []string { return []string{string(Fraud), string(Ignore), string(Legitimate)} }

// Severities returns the documented severities, which are also the documented confidence levels,
// lowest first.
func Severities() []string { return []string{"Low", "Medium", "High"} }

// EventTypes returns the documented event types: those of alerts until May 2024, then those of
// later alerts (docs-dev/respond.md, Alert types; parity: list-types-open). The set is open:
// Microsoft adds types on short notice.
func EventTypes() []string {
	return []string{
		"MultiRegionMachineLearningUsageAnomaly",
		"MultiRegionVirtualMachineScaleSetDeploymentAnomaly",
		"NetworkConnectionsToCryptoMiningPools",
		"ServiceHealthSecurityAdvisory",
		"UsageAnomalyDetection",
		"VirtualMachineDeploymentAnomaly",

		"ARM_AnomalousResourceConsumption",
		"ARM_SuspiciousOperations",
		"AzureBatch_AnomalousDeployment",
		"AzureContainerInstances_AnomalousDeployment",
		"AzureMachineLearning_AnomalousDeployment",
		"CryptoMining",
		"VM_AnomalousDeployment",
	}
}

// Canonical returns the documented spelling of value if documented contains it in any case, or
// value unchanged. The second result reports whether the value is documented.
func Canonical(value string, documented []string) (string, bool) {
	for _, d := range documented {
		if strings.EqualFold(value, d) {
			return d, true
		}
	}
	return value, false
}

// Spelled returns the documented spelling of a service's value. A new value keeps that of the
// service, so that it reads the same in every release until it is documented.
func Spelled(value string, documented []string) string {
	s, _ := Canonical(value, documented)
	return s
}

// spelled returns the documented spelling. Undocumented values stay unchanged, except for invisible
// characters.
func spelled(value string, documented []string) string {
	s, isKnown := Canonical(value, documented)
	if !isKnown {
		return Printable(s)
	}
	return s
}
