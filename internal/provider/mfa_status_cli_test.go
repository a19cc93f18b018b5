// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const mfaConfig = `
	data "partnercenter_mfa_status" "test" {}
	data "partnercenter_client_config" "test" {}
	locals {
		app = data.partnercenter_mfa_status.test.applications[
			lower(data.partnercenter_client_config.test.client_id)]
	}
	output "users" {
		value = data.partnercenter_mfa_status.test.principals_without_mfa[*].user_principal_name
	}
	output "everybody" { value = local.app.mfa_ratio == 1 }
	output "others" { value = local.app.all_requests > local.app.mfa_requests }`

func TestMFAStatusCLI_SaysWhoCalledWithoutMFA(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.SetBehaviour(func(b *emulator.Behaviour) { b.MFANotEnforced = true })
	output := func(name string, value bool) statecheck.StateCheck {
		return statecheck.ExpectKnownOutputValue(name, knownvalue.Bool(value))
	}
	users := func(names ...knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownOutputValue("users", knownvalue.ListExact(names))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s,
			map[string]string{"PARTNERCENTER_CLIENT_ID": strings.ToUpper(s.ClientID())}),
		Steps: []resource.TestStep{
			{
				Config: mfaConfig, ConfigPlanChecks: settled(),
				ConfigStateChecks: []statecheck.StateCheck{users(), output("everybody", true),
					output("others", false)},
			},
			{
				PreConfig: func() {
					without := configuredClient(t, s, map[string]string{
						"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(emulator.WithoutMFA())})
					without.readData(fraudEventsType, object{}, false)
				},
				Config: mfaConfig,
				ConfigStateChecks: []statecheck.StateCheck{
					users(knownvalue.StringExact(s.UserPrincipalName())), output("everybody", false),
					output("others", true)},
			},
		},
	})
	if v := s.Violations(); len(v) > 0 {
		t.Error(v)
	}
}

// A failure is never an empty list, which would prove that everybody uses MFA.
func TestMFAStatusCLI_RefusalsLeaveTheState(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	w := newWorkspace(t, s, mfaConfig)
	w.Environment["PARTNERCENTER_MAX_RETRIES"] = "0"
	w.Must("apply", "-auto-approve", "-no-color")
	before := w.Read("terraform.tfstate")
	refused := func(environment map[string]string, says ...string) {
		t.Helper()
		kept := w.Environment
		w.Environment = merged(kept, environment)
		expectOutput(t, w.MustFail("apply", "-auto-approve", "-no-color"), says...)
		expectEqual(t, "state", before, w.Read("terraform.tfstate"))
		w.Environment = kept
	}
	refused(map[string]string{"PARTNERCENTER_ACCESS_TOKEN": s.AccessToken(emulator.AppOnly()),
		"PARTNERCENTER_CLIENT_SECRET": "", "PARTNERCENTER_REFRESH_TOKEN": ""},
		"Could not list users without MFA", "code 900329", "Lists of MFA use need an App+User sign-in.")
	refused(map[string]string{
		"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(emulator.WithRole("HelpdeskAgent"))},
		"code 900150", "Give the signed-in user the Admin agent role")
	refused(map[string]string{
		"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(emulator.WithoutMFA())},
		"code 900421", "multifactor authentication")
	for _, f := range []struct {
		emulator.Fault

		says string
	}{
		{emulator.Fault{Status: http.StatusBadRequest, Code: "800002"}, "Report this to the authors"},
		{emulator.Fault{Status: http.StatusNotFound, Code: "1000"}, "has no lists of MFA use"},
		{emulator.Fault{Status: http.StatusTooManyRequests}, "limits the rate of requests"},
		{emulator.Fault{Status: http.StatusInternalServerError}, "Partner Center failed"},
		{emulator.Fault{Status: http.StatusOK, Body: `[],"x"`}, "not valid JSON"},
	} {
		f.Kind, f.Times = emulator.KindMFAApplications, -1
		s.AddFault(f.Fault)
		refused(nil, "Could not list the MFA use of apps", f.says)
		s.ClearFaults()
	}
}
