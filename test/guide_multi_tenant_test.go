// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestGuideMultiTenant_DecisionsReachTheirOwnTenant(t *testing.T) {
	t.Parallel()
	// Both tenants have both events, so that a decision in the wrong place would succeed and be
	// visible.
	emea, us := acctest.StartEmulator(t, decidedEvents()...),
		acctest.StartEmulator(t, decidedEvents()...)
	w := acctest.NewWorkspace(t, nil)
	copyExample(t, w, "guides/multi-tenant")
	w.Write("emulator_override.tf", pointAt(t, w, "emea", emea)+pointAt(t, w, "us", us))
	w.Must("init")
	var tr transcript

	apply := w.Must("apply", "-auto-approve")
	tr.add("terraform apply", headings(apply), lineWith(t, apply, "Apply complete!"))
	expectDecisions(t, "EMEA", emea, map[string]string{adatumMiner: "Resolved Fraud"})
	expectDecisions(t, "US", us, map[string]string{fabrikamTest: "Resolved Ignore"})
	w.MustPlanNothing()

	// In the file of the other tenant, the decision is about an event that is unlisted in this tenant.
	w.Write("decisions/us.yaml", w.Read("decisions/us.yaml")+
		strings.Replace(w.Read("decisions/emea.yaml"), "adatum-miner", "in-the-wrong-file", 1))
	expect.NoError(t, us.Remove(adatumMiner))
	plan := w.MustFail("plan")
	tr.add("terraform plan     # with a decision in the wrong file", diagnosticBoxes(plan))
	tr.compare(t, "multi-tenant")
}

// pointAt overrides a provider of the example, so that it signs in to an emulator.
func pointAt(t *testing.T, w *acctest.Workspace, alias string, s *emulator.Server) string {
	t.Helper()
	env := s.Env()
	w.Write(alias+"-refresh-token", env["PARTNERCENTER_REFRESH_TOKEN"])
	return fmt.Sprintf(`
provider "partnercenter" {
  alias                   = %q
  tenant_id               = %q
  client_id               = %q
  use_oidc                = false
  client_secret           = %q
  refresh_token_file_path = "%s-refresh-token"
  authority_host          = %q
  base_url                = %q
  ca_bundle_path          = %q
}
`, alias, env["PARTNERCENTER_TENANT_ID"], env["PARTNERCENTER_CLIENT_ID"],
		env["PARTNERCENTER_CLIENT_SECRET"], alias,
		env["PARTNERCENTER_AUTHORITY_HOST"], env["PARTNERCENTER_BASE_URL"],
		env["PARTNERCENTER_CA_BUNDLE_PATH"])
}

// headings returns the lines of a plan that name a resource.
func headings(output string) string {
	var lines []string
	for line := range strings.Lines(plannedChanges(output)) {
		if strings.HasPrefix(line, "  # ") {
			lines = append(lines, strings.TrimRight(line, "\n"))
		}
	}
	return strings.Join(lines, "\n")
}

func expectDecisions(t *testing.T, tenant string, s *emulator.Server, want map[string]string) {
	t.Helper()
	got := standings(s)
	for id, standing := range got {
		if standing == "Active" {
			delete(got, id)
		}
	}
	expect.Equal(t, tenant, want, got)
}
