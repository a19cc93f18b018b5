// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"cmp"
	"encoding/json"
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const notAuditLog = "this is not a line of an audit log. Pass the file that the provider's " +
	"audit_log_path names, and remove a line that is cut off"

// Deciders reads from an audit log who resolved each event with Terraform: the annotation
// decided_by or, if it is missing, the signed-in user. The last line about an event counts. Partner
// Center names only the user who signed in.
func Deciders(path string) (map[string]string, error) {
	by := map[string]string{}
	return by, eachLine(path, func(text []byte) error {
		var other struct {
			Kind string `json:"kind"` // empty in old logs
		}
		if err := json.Unmarshal(text, &other); err != nil {
			return errors.New(notAuditLog)
		}
		if cmp.Or(other.Kind, "fraud_event") != "fraud_event" {
			return nil // whose fields may have other types
		}
		var line struct {
			User           string            `json:"user"`
			Result         string            `json:"result"`
			SubscriptionID string            `json:"subscription_id"`
			EventID        string            `json:"event_id"`
			To             json.RawMessage   `json:"to"`
			Annotations    map[string]string `json:"annotations"`
		}
		if err := json.Unmarshal(text, &line); err != nil {
			return errors.New(notAuditLog)
		}
		var to fraud.Standing // none in a line that somebody else wrote
		_ = json.Unmarshal(line.To, &to)
		name := cmp.Or(line.Annotations["decided_by"], line.User)
		if line.Result == "written" && to.Status == fraud.Resolved && name != "" {
			by[Record{SubscriptionID: line.SubscriptionID, EventID: line.EventID}.key()] = name
		}
		return nil
	})
}
