// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestRead_Actions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ invocation, want string }{
		"cancel without a guard": {`{"type": "partnercenter_cancel_azure_entitlement",
			"config_values": {"require_fraud_event": false}}`,
			"[cancels unguarded] [require_fraud_event = false]"},
		"reactivate, perhaps without a guard": {`{"type": "partnercenter_reactivate_azure_entitlement",
			"config_values": {}, "config_unknown": {"require_fraud_event": true}}`,
			"[revives unguarded] [require_fraud_event (known after apply)]"},
		"cancel with a guard": {`{"type": "partnercenter_cancel_azure_entitlement",
			"config_values": {"require_fraud_event": true}}`, "[cancels]"},
		"by a filter": {`{"type": "partnercenter_update_fraud_events",
			"config_values": {"filter": {"severities": ["Low"]}}}`,
			"[bulk unguarded] [no expected_count]"},
		"all": {`{"type": "partnercenter_update_fraud_events",
			"config_values": {"all_events": true}}`, "[bulk unguarded] [no expected_count]"},
		"all, counted": {`{"type": "partnercenter_update_fraud_events",
			"config_values": {"all_events": true, "expected_count": 3}}`, "[bulk]"},
		"by ids": {`{"type": "partnercenter_update_fraud_events",
			"config_values": {"event_ids": ["e"]}}`, "[bulk]"},
		"dry run without a guard": {`{"type": "partnercenter_cancel_azure_entitlement",
			"config_values": {"dry_run": true, "require_fraud_event": false}}`, "[]"},
		"cancel": {`{"type": "partnercenter_cancel_azure_entitlement", "address": "a",
			"config_values": {"subscription_id": "s"}}`, "[cancels]"},
		"reactivate": {`{"type": "partnercenter_reactivate_azure_entitlement", "address": "a",
			"config_values": {"subscription_id": "s"}}`, "[revives]"},
		"webhook test": {`{"type": "partnercenter_send_webhook_test", "address": "a"}`, "[]"},
		"dry run of a cancellation": {`{"type": "partnercenter_cancel_azure_entitlement",
			"config_values": {"dry_run": true}}`, "[]"},
		"dry run": {`{"type": "partnercenter_update_fraud_events",
			"config_values": {"dry_run": true}}`, "[]"},
		"reopen": {`{"type": "partnercenter_update_fraud_events",
			"config_values": {"status": "Active", "allow_overwrite": true}}`, "[bulk overwrites reopens]"},
	} {
		r := read(t, plan(`],"action_invocations":[`+c.invocation))
		got := fmt.Sprint(r.Actions[0].Marks)
		if off := r.Actions[0].Guards; len(off) > 0 {
			got += fmt.Sprint(" ", off)
		}
		expect.Equal(t, name, c.want, got)
	}
}

// What needs attention comes first, whatever order the plan has.
func TestActions_TheMostSeriousComeFirst(t *testing.T) {
	t.Parallel()
	r := read(t, plan(singular(`["create"]`, "null", values(t, map[string]any{"listed": false}), "")+
		`],"action_invocations":[{"type": "partnercenter_send_webhook_test"},
			{"type": "partnercenter_update_fraud_events"},
			{"type": "partnercenter_cancel_azure_entitlement"}`))
	inOrder := regexp.MustCompile(`(?s)Cancels a subscription.*Updates alerts in bulk.*` +
		`Look at these first.*Changes no alert`)
	for _, page := range []string{r.Markdown(0), r.Text()} {
		if !inOrder.MatchString(page) {
			t.Errorf("another order:\n%s", page)
		}
	}
}
