// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// action adds an invocation. For an unknown type, only the names describe it.
func (b *builder) action(i invocation) {
	if !strings.HasPrefix(i.Type, prefix) {
		b.review.Sum.OtherProviders++
		return
	}
	values, _ := overlay(i.Values, i.Unknown, i.Sensitive).(map[string]any)
	a := Action{Type: i.Type, Address: i.Address, Config: map[string]string{}}
	for name, v := range values {
		if encoded, err := json.Marshal(v); err == nil && v != nil {
			a.Config[name] = string(encoded)
		}
	}
	if values["dry_run"] != true {
		a.Marks = actionMarks(strings.TrimPrefix(i.Type, prefix), values)
		a.unguard(values)
	}
	b.review.Actions = append(b.review.Actions, a)
}

// unguard marks an action whose guards are off.
func (a *Action) unguard(values map[string]any) {
	without := maps.Clone(values)
	if slices.Contains(a.Marks, Overwrites) {
		delete(without, "allow_overwrite")
	}
	a.Guards = guardsOff(a.Type, nil, without)
	if slices.Contains(a.Marks, Bulk) && uncounted(values) {
		a.Guards = append(a.Guards, "no expected_count")
	}
	if len(a.Guards) > 0 {
		a.Marks = append(a.Marks, Unguarded)
	}
}

// actionMarks marks what an action changes. A test of the webhook changes nothing.
func actionMarks(name string, values map[string]any) []Mark {
	switch name {
	case "cancel_azure_entitlement":
		return []Mark{Cancels}
	case "reactivate_azure_entitlement":
		return []Mark{Revives}
	case "send_webhook_test":
		return nil
	case "update_fraud_events":
	default:
		return []Mark{Unfamiliar}
	}
	marks := []Mark{Bulk}
	if yes(values["allow_overwrite"]) {
		marks = append(marks, Overwrites)
	}
	if values["status"] == "Active" {
		marks = append(marks, Reopens)
	}
	return marks
}
