// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
)

func TestUpdateFraudEventsPlan_ShowsWhatInvokingChanges(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"))
	colleagueResolves(t, s, "e1", "Ignore")
	colleagueResolves(t, s, "e2", "Fraud")
	said := configuredClient(t, s).planAction(ignoring(everything()))
	expectDiagnostics(t, said, aWarning(previewSummary, "",
		"4 events: 2 to be changed to Resolved (Ignore), 1 already match, 1 resolved",
		"- e3: Medium, ", "- e4: ", "`expected_count = 4`"))
	if strings.Contains(said[0].Detail, "- e1") || strings.Contains(said[0].Detail, "- e2") {
		t.Errorf("%q names events that are left alone", said[0].Detail)
	}
	expectWrites(t, s, 0)
}

func TestUpdateFraudEventsPlan_ShowsFirstWhatIsOverwritten(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, thirds(30)...)
	colleagueResolves(t, s, "e029", "Fraud")
	said := configuredClient(t,
		s).planAction(inThree(object{"allow_overwrite": true, "expected_count": 30}))
	expectDiagnostics(t, said, aWarning(previewSummary, "", "30 to be changed to Resolved "+
		"(Ignore) (1 of them resolved otherwise, by `allow_overwrite`)",
		"\n\n- e029: Medium, NetworkConnectionsToCryptoMiningPools, Fabrikam, 2026-01-15T00:25:45Z, "+
			"Resolved (Fraud) by "+colleague+" on ", "- and 10 more"))
	expectEqual(t, "events shown", 20, strings.Count(said[0].Detail, "- e0"))
}

// TestMessages_Golden has what a preview says of another count and of a read-only provider.
func TestUpdateFraudEventsPlan_SaysThatADryRunWritesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	config := ignoring(everything(), object{"expected_count": 1, "dry_run": true})
	expectDiagnostics(t, configuredClient(t, s).planAction(config),
		aWarning(previewSummary, "", "`dry_run` is set"))
}
