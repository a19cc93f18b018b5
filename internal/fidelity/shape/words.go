// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package shape

import "strings"

// How a key is spelled.
const (
	spelledAsDocumented = "documented"
	spelledCapital      = "capital" // with the other case of the first letter
	spelledOther        = "other"
)

// Spellings returns all results for a key that is not spelled as documented.
func Spellings() []string {
	return []string{spelledCapital, spelledOther, spelledCapital + " and " + spelledOther}
}

// Keys returns the documented keys of docs-dev/api.md and docs-dev/respond.md. They are not secret,
// whoever sends them. IsTest and isTest are both documented.
func Keys() []string {
	return strings.Fields(`
	eventTime eventId partnerTenantId partnerFriendlyName customerTenantId customerFriendlyName
	subscriptionId subscriptionType entityId entityName entityUrl hitCount catalogOfferId eventStatus
	serviceName resourceName resourceGroupName firstOccurrence lastOccurrence resolvedReason
	resolvedOn resolvedBy firstObserved lastObserved eventType severity confidenceLevel displayName
	description country valueAddedResellerTenantId valueAddedResellerFriendlyName subscriptionName
	affectedResources additionalDetails isTest IsTest activityLogs azureResourceId type statusFrom
	statusTo updatedBy dateTime resourceid resourcetype vM_IP miningPool_IP connectionCount
	cryptoCurrencyMiningPoolDomainName

	totalCount items links attributes objectType self next uri method headers key value etag
	continuationToken code data source message statusCode error error_description innerError
	@odata.nextLink @odata.context @odata.type @odata.count

	SubscriberId WebhookUrl WebhookEvents signatureTokenToMsSignatureHeader lastModifiedTimestamp
	properties

	id partnerId participants customerId customerName userPrincipalName applicationId resourceType
	resourceOldValue resourceNewValue operationType originalCorrelationId operationDate
	operationStatus customizedData

	friendlyName status partnerOnRecord offerId resourceId name totalCost usdTotalCost currencyCode
	currencyLocale currencySymbol lastModifiedDate budget amount usageSpendingBudget percentUsed
	isUpgraded customerSpendingBudget billingStartDate billingEndDate customersOverBudget
	customerOverBudget customersTrendingOver customersWithUsageBasedSubscription emailsToNotify

	objectId tenantId upn lastNonMfaCompliantRequestDateTime LastNonMfaCompliantLoginDateTime
	loginDate mfaCompliantRequestCount totalRequestCount applicationName

	currentScore maxScore score updatedDateTime lastRefreshDateTime requirementType complianceStatus
	state actionUrl helpUrl averageResponseTimeInHours adminsRequiredNotUsingMfaCount
	usersRequiredNotUsingMfaCount mfaEnabledAdminsCount mfaEnabledUsersCount totalAdminsCount
	totalUsersCount compliantTenantsCount totalTenantsCount customersWithSpendBudgetCount
	totalCustomersCount securityDefaultsStatus mfaConditionalAccessPolicyStatus
	legacyPerUserMfaStatus mfa compliantAdminsCount compliantNonAdminsCount

	alertType detectedDateTime firstObservedDateTime lastObservedDateTime resolvedOnDateTime VM_IP
	MiningPool_IP ConnectionCount CryptoCurrencyMiningPoolDomainName
	`)
}

// Vocabulary is what a description compares with.
type Vocabulary struct {
	keys  map[string][]string // by the key in small letters
	words map[string]map[string]string
	forms []form
}

// NewVocabulary returns the documented keys and words.
func NewVocabulary() *Vocabulary {
	v := &Vocabulary{keys: map[string][]string{}, words: map[string]map[string]string{},
		forms: compiledForms()}
	for _, key := range Keys() {
		folded := strings.ToLower(key)
		v.keys[folded] = append(v.keys[folded], key)
	}
	for key, words := range Words() {
		v.words[key] = map[string]string{}
		for _, word := range words {
			v.words[key][strings.ToLower(word)] = word
		}
	}
	return v
}

// Key returns our spelling of a key, and how the key was spelled.
func (v *Vocabulary) Key(name string) (key, spelling string, known bool) {
	candidates := v.keys[strings.ToLower(name)]
	if len(candidates) == 0 {
		return "", "", false
	}
	key, spelling = candidates[0], spelledOther
	for _, k := range candidates {
		if k == name {
			return k, spelledAsDocumented, true
		}
		if len(k) == len(name) && k[1:] == name[1:] {
			key, spelling = k, spelledCapital
		}
	}
	return key, spelling, true
}

// word returns our spelling of a documented value of a key.
func (v *Vocabulary) word(key, text string) (string, bool) {
	word, ok := v.words[key][strings.ToLower(text)]
	return word, ok
}

// Words returns the documented values by key. How secure a tenant is, and what its people do, does
// not belong in a report: complianceStatus has no words, and operationType only that of an alert.
func Words() map[string][]string {
	statuses := []string{"Active", "Investigating", "Resolved"}
	levels := []string{"Low", "Medium", "High"}
	return map[string][]string{
		"eventStatus": statuses, "statusFrom": statuses, "statusTo": statuses,
		"resolvedReason":   {"None", "Fraud", "Ignore", "Legitimate"},
		"subscriptionType": {"modern", "legacy"},
		"severity":         levels, "confidenceLevel": levels,
		"eventType": append(FirstTypes(), SecondTypes()...),
		"status":    {"active", "inactive", "deleted"},
		"objectType": {"Collection", "AuditRecord", "SpendingBudget", "CustomerMonthlyUsageRecord",
			"SubscriptionMonthlyUsageRecord", "PartnerUsageSummary"},
		"method":          {"GET", "POST"},
		"operationType":   {"azure_fraud_event_detected"},
		"operationStatus": {"succeeded", "failed", "progress", "decline"},
		"requirementType": {"mfaEnforcedForAdmins", "mfaEnforcedForAdminsOfCustomers",
			"securityAlertsPromptlyResolved", "securityContactProvided",
			"spendingBudgetSetForCustomerAzureSubscriptions", "unknownFutureValue"},
		"state": {"active", "preview"},
	}
}

// FirstTypes are the types of events before May 2024.
func FirstTypes() []string {
	return []string{"ServiceHealthSecurityAdvisory", "UsageAnomalyDetection",
		"MultiRegionVirtualMachineScaleSetDeploymentAnomaly", "NetworkConnectionsToCryptoMiningPools",
		"VirtualMachineDeploymentAnomaly", "MultiRegionMachineLearningUsageAnomaly"}
}

// SecondTypes are the types of events since May 2024.
func SecondTypes() []string {
	return []string{"ARM_AnomalousResourceConsumption", "ARM_SuspiciousOperations",
		"VM_AnomalousDeployment", "AzureBatch_AnomalousDeployment",
		"AzureContainerInstances_AnomalousDeployment", "AzureMachineLearning_AnomalousDeployment",
		"CryptoMining"}
}
