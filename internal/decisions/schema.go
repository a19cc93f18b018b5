// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// object is a part of a JSON Schema.
type object = map[string]any

// Schema describes decisions files in JSON Schema, draft 7, which the YAML support of editors
// understands. It covers what Check requires of each entry. A schema cannot compare entries, and
// sees only the values, not how they are written.
func Schema(rules Rules) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(object{
		"$schema":              "http://json-schema.org/draft-07/schema#",
		"title":                "Decisions about fraud events",
		"type":                 []string{"object", "null"},
		"propertyNames":        object{"pattern": `\S`},
		"additionalProperties": entrySchema(rules),
	})
	return out.Bytes(), err
}

func entrySchema(rules Rules) object {
	boolean := func(description string) object {
		return object{"type": "boolean", "description": description}
	}
	properties := object{
		keySubscriptionID: object{"type": "string", "description": "The Azure subscription.",
			"pattern": `^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`},
		keyEventID: object{"type": "string", "description": "The event.",
			"pattern": "^[^\\s" + quotationMarks + "\u200b-\u200f]" +
				"([^\\t\\r\\n\u00a0\u200b-\u200f]*[^\\s" + quotationMarks + "\u200b-\u200f])?$"},
		keyStatus: object{"enum": orBlank(fraud.Statuses()),
			"description": "Active, Investigating, or Resolved."},
		keyReason: object{"enum": orBlank(fraud.Reasons()),
			"description": "Only with Resolved. An entry without a reason is undecided."},
		keyAllowOverwrite: boolean("Consent to change an event that somebody else has resolved."),
		keyAllowUnlisted:  boolean("Record a decision about an event that is no longer listed."),
	}
	written := object{}
	for _, key := range rules.evidence() {
		properties[key] = object{"type": []string{"string", "null"}, "description": "Evidence.",
			"pattern": "^[^\u202a-\u202e\u2066-\u2069]*$"}
		written[key] = object{"type": "string",
			"pattern": `[^\s!-/:-@\[-` + "`{-~\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0f\ufeff]"}
	}
	required := slices.Clone(rules.Required)
	if required == nil {
		required = []string{}
	}
	decided := object{"properties": written, "required": required}
	return object{
		"type":                 "object",
		"properties":           properties,
		"required":             []string{keySubscriptionID, keyEventID},
		"additionalProperties": false,
		"allOf": []object{
			// A reason requires Resolved.
			{"if": oneOf(keyReason, fraud.Reasons()),
				"then": allOf(oneOf(keyStatus, []string{string(fraud.Resolved)}), decided)},
			// An open status is a decision, too.
			{"if": oneOf(keyStatus, openStatuses()), "then": decided},
		},
	}
}

// oneOf requires a key with one of some values.
func oneOf(key string, values []string) object {
	return object{"required": []string{key}, "properties": object{key: object{"enum": values}}}
}

func allOf(parts ...object) object { return object{"allOf": parts} }

func openStatuses() []string {
	return slices.DeleteFunc(fraud.Statuses(),
		func(s string) bool { return s == string(fraud.Resolved) })
}

// orBlank adds the blank values of a key.
func orBlank(values []string) []any {
	blank := make([]any, 0, len(values)+2)
	for _, value := range values {
		blank = append(blank, value)
	}
	return append(blank, "", nil)
}
