// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"strconv"
	"strings"
)

type seedType struct {
	eventType   string
	later       string // its name for some alerts, as since May 2024
	weight      int
	displayName string
	description string
	service     string
	provider    string // resource provider and type
	details     func(*seedRandom) map[string]string
}

// seedTypes are the documented types of both generations, and an undocumented one.
func seedTypes() []seedType {
	return []seedType{
		{
			EventTypeMining, "CryptoMining", 40,
			"Virtual machine connecting to crypto currency mining pool detected",
			"Network activity of an Azure resource shows connections to a crypto currency mining pool. " +
				"The resource may be compromised.",
			"Virtual Machines", "Microsoft.Compute/virtualMachines", (*seedRandom).miningDetails,
		},
		{
			eventTypeUsage, "ARM_AnomalousResourceConsumption", 20,
			"Subscription usage anomaly detected",
			"Usage of the subscription rose far above the trend of the last 30 days.",
			"Virtual Machines", "Microsoft.Compute/virtualMachines", (*seedRandom).usageDetails,
		},
		{
			"MultiRegionVirtualMachineScaleSetDeploymentAnomaly", "AzureBatch_AnomalousDeployment", 12,
			"Virtual machine scale sets deployed in several regions",
			"Scale sets were deployed in several regions within a short time, which this subscription " +
				"never did before.",
			"Virtual Machine Scale Sets", "Microsoft.Compute/virtualMachineScaleSets",
			(*seedRandom).regionDetails,
		},
		{
			"VirtualMachineDeploymentAnomaly", "VM_AnomalousDeployment", 12,
			"Unusual deployment of virtual machines",
			"An unusual number of large virtual machines was deployed.",
			"Virtual Machines", "Microsoft.Compute/virtualMachines", (*seedRandom).usageDetails,
		},
		{
			"MultiRegionMachineLearningUsageAnomaly", "AzureMachineLearning_AnomalousDeployment", 8,
			"Machine learning usage anomaly in several regions",
			"Machine learning compute was used in several regions at once.",
			"Machine Learning", "Microsoft.MachineLearningServices/workspaces", (*seedRandom).regionDetails,
		},
		{
			"ServiceHealthSecurityAdvisory", "ARM_SuspiciousOperations", 5,
			"Azure security advisory for the subscription",
			"A security advisory of Azure Service Health names resources of this subscription.",
			"Service Health", "Microsoft.ResourceHealth/events", (*seedRandom).advisoryDetails,
		},
		{
			"SuspiciousServicePrincipalSignIn", "SuspiciousServicePrincipalSignIn", 3,
			"Service principal signed in from an unusual place",
			"A service principal with rights on the subscription signed in from an address that was " +
				"never seen before.",
			"Microsoft Entra ID", "Microsoft.Authorization/roleAssignments", (*seedRandom).advisoryDetails,
		},
	}
}

// seedCustomers are made-up companies. If there are more customers than names, a number follows.
func seedCustomers() []string {
	return []string{
		"Fabrikam", "Adventure Works", "Alpine Ski House", "Bellows College", "Best For You Organics",
		"City Power & Light",
		"Coho Winery", "Consolidated Messenger", "Contoso Pharma", "Fourth Coffee",
		"Graphic Design Institute",
		"Humongous Insurance", "Lamna Healthcare", "Liberty's Delightful Sinful Bakery",
		"Lucerne Publishing", "Margie's Travel",
		"Munson's Pickles", "Nod Publishers", "Proseware", "Relecloud", "School of Fine Art",
		"Southridge Video",
		"Tailspin Toys", "Trey Research", "VanArsdel", "Wide World Importers", "Wingtip Toys",
		"Woodgrove Bank",
	}
}

func seedWorkloads() []string {
	return []string{"web", "shop", "batch", "jumpbox", "build", "sap", "reporting", "ml", "dev",
		"legacy"}
}

func seedRegions() []string {
	return []string{"westeurope", "northeurope", "eastus", "eastus2", "southeastasia", "brazilsouth",
		"uksouth"}
}

func seedColleagues() []string {
	return []string{
		"megan.bowen@" + TenantDomain,
		"lee.gu@" + TenantDomain,
		"adminagent.csp@" + TenantDomain,
	}
}

func (r *seedRandom) miningDetails() map[string]string {
	return map[string]string{
		"vM_IP":           r.addresses(),
		"miningPool_IP":   r.addresses(),
		"connectionCount": strconv.Itoa(1 + r.IntN(90)),
		"cryptoCurrencyMiningPoolDomainName": r.pick([]string{"pool.example.net", "xmr.example.org",
			"eth.example.com"}),
	}
}

func (r *seedRandom) usageDetails() map[string]string {
	return map[string]string{
		"usageIncreasePercent": strconv.Itoa(150 + r.IntN(4000)),
		"vmSize": r.pick([]string{"Standard_NC24ads_A100_v4", "Standard_HB120rs_v3",
			"Standard_F72s_v2"}),
	}
}

func (r *seedRandom) regionDetails() map[string]string {
	regions := "[\r\n  \"" + r.pick(seedRegions()) + "\",\r\n  \"" + r.pick(seedRegions()) + "\"\r\n]"
	return map[string]string{"regions": regions, "regionCount": strconv.Itoa(2 + r.IntN(5))}
}

func (r *seedRandom) advisoryDetails() map[string]string {
	return map[string]string{"trackingId": strings.ToUpper(r.guid()[:4]) + "-" +
		strings.ToUpper(r.guid()[:3])}
}
