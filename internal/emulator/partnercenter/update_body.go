// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

type updateBody struct {
	eventIDs    []string
	status      *string
	reason      *string // nil: omitted or null
	reasonGiven bool
}

// parseUpdate parses the body strictly. Names may have the case of the samples or of the tables.
func parseUpdate(body []byte) (updateBody, *Refusal) {
	var out updateBody
	dec := json.NewDecoder(bytes.NewReader(body))
	var members map[string]json.RawMessage
	if err := dec.Decode(&members); err != nil || members == nil {
		return out, BadRequest("800002", "The request body is not a JSON object.")
	}
	if _, err := dec.Token(); err != io.EOF {
		return out, BadRequest("800002", "The request body goes on after its JSON object.")
	}
	seen := map[string]bool{}
	for name, raw := range members {
		canonical := strings.ToLower(name[:min(1, len(name))]) + name[min(1, len(name)):]
		if seen[canonical] {
			return out, InvalidProperty("The property " + canonical + " is given twice.")
		}
		seen[canonical] = true
		if refusal := out.set(canonical, name, raw); refusal != nil {
			return out, refusal
		}
	}
	return out, nil
}

func (u *updateBody) set(canonical, name string, raw json.RawMessage) *Refusal {
	var err error
	switch canonical {
	case "eventIds":
		err = json.Unmarshal(raw, &u.eventIDs)
		if err == nil && slices.ContainsFunc(u.eventIDs,
			func(id string) bool { return strings.TrimSpace(id) == "" }) {
			return InvalidProperty("EventIds holds an empty id.")
		}
	case "eventStatus":
		err = json.Unmarshal(raw, &u.status)
	case "resolvedReason":
		u.reasonGiven = true
		err = json.Unmarshal(raw, &u.reason)
	default:
		return InvalidProperty("The property " + name + " is not known.")
	}
	if err != nil {
		return InvalidProperty("The property " + name + " has the wrong type.")
	}
	return nil
}

func (u updateBody) decision(newModel bool, b Behaviour) (world.Decision, *Refusal) {
	if b.MaxEventIDs > 0 && len(u.eventIDs) > b.MaxEventIDs {
		return world.Decision{}, InvalidProperty(fmt.Sprintf("EventIds must not hold more than %d ids.",
			b.MaxEventIDs))
	}
	if u.status == nil || *u.status == "" {
		return world.Decision{}, InvalidProperty("EventStatus is missing.")
	}
	status := *u.status
	if !slices.Contains(world.Statuses(), status) {
		return world.Decision{}, notAnEnum("EventStatus", status)
	}
	if status == world.StatusActive && newModel && b.ReopenRefused {
		return world.Decision{}, InvalidProperty("EventStatus must be Investigating or Resolved.")
	}
	if refusal := u.checkReason(status, b.Reason); refusal != nil {
		return world.Decision{}, refusal
	}
	decision := world.Decision{Status: status}
	if status == world.StatusResolved {
		decision.Reason = *u.reason
	}
	return decision, nil
}

func (u updateBody) checkReason(status string, rule ReasonRule) *Refusal {
	reason := ""
	if u.reason != nil {
		reason = *u.reason
	}
	isReason := slices.Contains(world.Reasons(), reason)
	if !isReason && reason != "" && reason != world.NoReason {
		return notAnEnum("ResolvedReason", reason)
	}
	if status == world.StatusResolved || rule == ReasonRequired {
		if !isReason {
			return InvalidProperty("ResolvedReason must be Fraud, Ignore or Legitimate.")
		}
		return nil
	}
	fits := !isReason
	switch rule {
	case ReasonEmpty:
		fits = u.reason != nil && reason == ""
	case ReasonLiteral:
		fits = reason == world.NoReason
	case ReasonAbsent:
		fits = u.reason == nil
	}
	if !fits {
		return InvalidProperty("ResolvedReason does not fit the status " + status + ".")
	}
	return nil
}
