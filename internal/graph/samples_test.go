// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
)

// sample returns a body that the documentation prints (docs-dev/respond.md, Security score).
func sample(t *testing.T, name string) string {
	t.Helper()
	return string(expect.Must(os.ReadFile(filepath.Join("testdata", name)))(t))
}

// decimal is a number as the client reads it.
func decimal(text string) *big.Float {
	n, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return n
}

func same(t *testing.T, want, got any) {
	t.Helper()
	equal := cmp.Comparer(func(a, b *big.Float) bool {
		return a == b || a != nil && b != nil && a.Cmp(b) == 0
	})
	if diff := cmp.Diff(want, got, equal); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSecurityScore_DecodesTheDocumentedSamples(t *testing.T) {
	t.Parallel()
	got, err := service{score: sample(t, "81-graph-beta-securityScore.json"),
		score + "/requirements": sample(t, "82-graph-beta-securityScore-requirements.json")}.score(t)
	expect.NoError(t, err)
	same(t, graph.SecurityScore{
		Current: decimal("14.29"), Max: decimal("100"),
		UpdatedOn:   time.Date(2024, 1, 17, 0, 0, 0, 0, time.UTC),
		RefreshedOn: time.Date(2024, 2, 28, 0, 0, 0, 0, time.UTC),
		Requirements: map[string]graph.Requirement{"securityContactProvided": {
			ComplianceStatus: "compliant", State: "active", Score: decimal("20"), Max: decimal("20"),
			UpdatedOn: time.Date(2023, 9, 26, 4, 4, 1, 426187200, time.UTC),
			ActionURL: "https://aka.ms/partner-center-security-contact",
			HelpURL:   "https://aka.ms/partner-center-security-dashboard-security-contact",
			Counts:    map[string]*big.Float{}, Policies: map[string]string{},
		}},
	}, got)
}

func TestCustomerInsights_DecodesTheDocumentedSample(t *testing.T) {
	t.Parallel()
	c, _ := service{insights: sample(t, "84-graph-beta-securityScore-customerInsights.json")}.start(t)
	same(t, map[string]graph.CustomerInsight{"d90cb160-123d-0608-3fd6-c53551dcc20c": {
		TenantID:             "d90cb160-123d-0608-3fd6-c53551dcc20c",
		CompliantAdminsCount: decimal("1"), CompliantNonAdminsCount: decimal("2"),
		TotalUsersCount: decimal("5"), SecurityDefaultsStatus: "enabled",
		MFAConditionalAccessPolicyStatus: "disabled", LegacyPerUserMFAStatus: "disabled",
	}}, expect.Must(c.CustomerInsights(t.Context()))(t))
}

// Twenty decimals survive, as numbers and as texts.
func TestSecurityScore_KeepsTwentyDecimals(t *testing.T) {
	t.Parallel()
	const exact = "14.29000000000000000001"
	for _, printed := range []string{exact, `"` + exact + `"`} {
		got, err := service{score: `{"currentScore":` + printed + `,"maxScore":` + printed + `}`,
			score + "/requirements": `{"value":[{"requirementType":"securityAlertsPromptlyResolved",` +
				`"score":` + printed + `,"maxScore":` + printed + `,"averageResponseTimeInHours":` +
				printed + `}]}`}.score(t)
		expect.NoError(t, err)
		r := got.Requirements["securityAlertsPromptlyResolved"]
		for name, n := range map[string]*big.Float{"current": got.Current, "max": got.Max,
			"score": r.Score, "max of the requirement": r.Max, "hours": r.AverageResponseHours} {
			expect.Equal(t, name, exact, n.Text('f', 20))
		}
	}
}

// Whatever the case and spelling of a known status, it is printed in one way.
func TestSecurityScore_SpellsKnownStatusesInOneWay(t *testing.T) {
	t.Parallel()
	for printed, want := range map[string]string{"noncomplaint": "noncompliant",
		"nonComplaint": "noncompliant", "nonCompliant": "noncompliant",
		"noncompliant": "noncompliant", "Compliant": "compliant", "compliant": "compliant",
		"inReview": "inReview", "": ""} {
		got, err := service{score: `{"currentScore":1}`, score + "/requirements": `{"value":[` +
			`{"requirementType":"x","complianceStatus":"` + printed + `"}]}`}.score(t)
		expect.NoError(t, err)
		expect.Equal(t, printed, want, got.Requirements["x"].ComplianceStatus)
	}
}
