// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestEnums_AreTheDocumentedOnes(t *testing.T) {
	t.Parallel()
	got := [][]string{fraud.Statuses(), fraud.Reasons(), fraud.Severities(), fraud.EventTypes()}
	want := [][]string{
		{"Active", "Investigating", "Resolved"},
		{"Fraud", "Ignore", "Legitimate"},
		{"Low", "Medium", "High"},
		{
			"MultiRegionMachineLearningUsageAnomaly", "MultiRegionVirtualMachineScaleSetDeploymentAnomaly",
			"NetworkConnectionsToCryptoMiningPools", "ServiceHealthSecurityAdvisory",
			"UsageAnomalyDetection",
			"VirtualMachineDeploymentAnomaly",
			"ARM_AnomalousResourceConsumption", "ARM_SuspiciousOperations",
			"AzureBatch_AnomalousDeployment", "AzureContainerInstances_AnomalousDeployment",
			"AzureMachineLearning_AnomalousDeployment", "CryptoMining", "VM_AnomalousDeployment",
		},
	}
	expect.Equal(t, "got", want, got)
}

func TestEnums_ACallerCannotChangeThem(t *testing.T) {
	t.Parallel()
	fraud.Statuses()[0] = "changed"
	expect.Equal(t, "first of a changed copy", "Active", fraud.Statuses()[0])
}

func TestCanonical_SpellsInAnyCase(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, want string
		known    bool
	}{
		{"active", "Active", true},
		{"ACTIVE", "Active", true},
		{"Active", "Active", true},
		{"onHold", "onHold", false},
		{"", "", false},
		{" active", " active", false},
	} {
		if got, known := fraud.Canonical(c.in, fraud.Statuses()); got != c.want || known != c.known {
			t.Errorf("%q: %q, %v", c.in, got, known)
		}
	}
}
