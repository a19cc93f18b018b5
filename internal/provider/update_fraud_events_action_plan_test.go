// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
)

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
