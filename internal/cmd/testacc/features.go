// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import "strings"

// feature is a row of the second table: the tests whose names begin with one of the prefixes.
type feature struct {
	name     string
	prefixes []string // of package.Test, or package.Test/subtest
}

// theRest is the feature of all other tests.
const theRest = "everything else"

// features are the rows in their order. A test belongs to the feature with its longest prefix.
func features() []feature {
	return []feature{
		{"resource", []string{"provider.TestResolution"}},
		{"resource of many decisions", []string{"provider.TestResolutions"}},
		{"data sources", []string{"provider.TestFraudEvent", "provider.TestClientConfig"}},
		{"import by id", []string{"provider.TestResolutionImport_"}},
		{"import block and generated configuration", []string{
			"provider.TestResolutionImport_WithTheCommandABlock"}},
		{"import by identity", []string{
			"provider.TestResolutionIdentity",
			"test.TestExamples_AreValid/resources/partnercenter_fraud_event_resolution/import-by-identity",
		}},
		{"list resource", []string{"provider.TestResolutionList"}},
		{"query", []string{"provider.TestResolutionQuery", "provider.TestQuery",
			"test.TestGuideOnboarding", "test.TestQueries_AreValid"}},
		{"action", []string{"provider.TestUpdateFraudEvents"}},
		{"action invoked by apply", []string{"provider.TestUpdateFraudEventsCLI_ApplyInvokes"}},
		{"action triggered", []string{"provider.TestUpdateFraudEventsCLI_AResourceTriggers"}},
		{"Microsoft Graph", []string{"provider.TestGraph", "partnercenter.TestGraph"}},
		{"moved", []string{"provider.TestResolutionMove"}},
		{"unknown values", []string{"provider.TestUnknownProvider",
			"provider.TestResolutionPlan_UnknownValues"}},
		{"state of earlier releases", []string{"provider.TestState"}},
		{"examples and guides", []string{"test.TestExamples", "test.TestGuide", "test.TestQueries"}},
		{"companion command", []string{"partnercenter.Test"}},
		{"live tests", []string{"test.TestAcc"}},
		{theRest, nil},
	}
}

func featureOf(all []feature, test string) string {
	name, longest := theRest, 0
	for _, f := range all {
		for _, prefix := range f.prefixes {
			if len(prefix) > longest && strings.HasPrefix(test, prefix) {
				name, longest = f.name, len(prefix)
			}
		}
	}
	return name
}
