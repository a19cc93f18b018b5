// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const mfaStatusType = "partnercenter_mfa_status"

func TestMFAStatus_EveryAttribute(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.SetBehaviour(func(b *emulator.Behaviour) { b.MFANotEnforced = true })
	without := configuredClient(t, s, map[string]string{
		"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(emulator.WithoutMFA())})
	if _, _, diags := without.readData(fraudEventsType, object{}, false); len(diags) > 1 {
		t.Fatal(diags)
	}
	state, _, diags := configuredClient(t, s).readData(mfaStatusType, object{}, false)
	diags.none(t)
	principals, _ := state["principals_without_mfa"].([]any)
	if len(principals) != 1 {
		t.Fatalf("principals %v", principals)
	}
	user, _ := principals[0].(map[string]any)
	if at, err := time.Parse(time.RFC3339, fmt.Sprint(user["last_request_date_time"])); err != nil ||
		time.Since(at) > time.Hour {
		t.Errorf("the last request was at %v", user["last_request_date_time"])
	}
	expectEqual(t, "tenant", any(s.TenantID()), user["tenant_id"])
	expectEqual(t, "user", any(s.UserPrincipalName()), user["user_principal_name"])
	// One call without MFA, and the two of this read, of which the list counts both.
	want := map[string]any{s.ClientID(): map[string]any{"name": nil, "mfa_requests": 2,
		"all_requests": 3, "mfa_ratio": 2.0 / 3}}
	expectEqual(t, "applications", fmt.Sprint(want), fmt.Sprint(state["applications"]))
}

func TestMFAStatus_AFailureIsNotAnEmptyList(t *testing.T) {
	t.Parallel()
	for kind, says := range map[string]string{
		emulator.KindMFAPrincipals:   "Could not list users without MFA",
		emulator.KindMFAApplications: "Could not list the MFA use of apps",
	} {
		s := startEmulator(t)
		s.AddFault(emulator.Fault{Kind: kind, Times: 100, Status: 403})
		state, _, diags := configuredClient(t, s).readData(mfaStatusType, object{}, false)
		diags.mustSay(t, "", says, "Admin agent")
		if state != nil && state["principals_without_mfa"] != nil {
			t.Errorf("%s: state %v", kind, state)
		}
	}
}
