// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package review says what a plan decides, for people who do not read plans. It turns the JSON of a
// Terraform or OpenTofu plan into a model, and the model into Markdown, text or JSON. It needs no
// network or credentials, and does not guess what the plan omits.
//
//	plan JSON ─► Read ─► Review ─► Markdown, Text, json.Marshal
package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// maxSize is the largest plan that Read accepts: a plan of 10,000 decisions takes 40 MB.
const maxSize = 512 << 20

// plan is the part of a plan's JSON that a review needs. Unknown parts may have any form.
type plan struct {
	FormatVersion   string            `json:"format_version"`
	Configuration   json.RawMessage   `json:"configuration"`
	PlannedValues   json.RawMessage   `json:"planned_values"`
	Values          json.RawMessage   `json:"values"` // of a state
	Timestamp       time.Time         `json:"timestamp"`
	Errored         bool              `json:"errored"`
	Complete        *bool             `json:"complete"` // nil if the CLI does not say
	ResourceChanges []resourceChange  `json:"resource_changes"`
	ResourceDrift   []resourceChange  `json:"resource_drift"`
	Deferred        []deferredChange  `json:"deferred_changes"`
	Invocations     []invocation      `json:"action_invocations"`
	DeferredActions []json.RawMessage `json:"deferred_action_invocations"`
	Checks          []check           `json:"checks"`
}

type resourceChange struct {
	Address         string `json:"address"`
	PreviousAddress string `json:"previous_address"`
	Deposed         string `json:"deposed"`
	Mode            string `json:"mode"`
	Type            string `json:"type"`
	Change          change `json:"change"`
}

type change struct {
	Actions         []string        `json:"actions"`
	Before          any             `json:"before"`
	After           any             `json:"after"`
	AfterUnknown    any             `json:"after_unknown"`
	BeforeSensitive any             `json:"before_sensitive"`
	AfterSensitive  any             `json:"after_sensitive"`
	Importing       json.RawMessage `json:"importing"`
}

type deferredChange struct {
	Reason         string         `json:"reason"`
	ResourceChange resourceChange `json:"resource_change"`
}

type invocation struct {
	Address   string `json:"address"`
	Type      string `json:"type"`
	Values    any    `json:"config_values"`
	Sensitive any    `json:"config_sensitive"`
	Unknown   any    `json:"config_unknown"`
}

type check struct {
	Address struct {
		Display string `json:"to_display"`
	} `json:"address"`
	Status string `json:"status"`
}

// decode reads one plan. Its errors say how to make a good one.
func decode(r io.Reader) (*plan, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return nil, err
	}
	content = []byte(strings.TrimPrefix(string(content), "\ufeff"))
	if err := notJSON(content); err != nil {
		return nil, err
	}
	var p plan
	numbers := json.NewDecoder(bytes.NewReader(content))
	numbers.UseNumber() // amounts are exact
	err = numbers.Decode(&p)
	if err == nil && !isSpace(content[numbers.InputOffset():]) {
		err = &json.SyntaxError{Offset: numbers.InputOffset()}
	}
	if err != nil {
		return nil, undecodable(err, len(content))
	}
	return &p, p.check()
}

func isSpace(content []byte) bool { return len(bytes.TrimSpace(content)) == 0 }

const howTo = "Pass the output of \"terraform show -json PLAN\" or \"tofu show -json PLAN\""

func notJSON(content []byte) error {
	text := strings.TrimSpace(string(content[:min(len(content), 64)]))
	switch {
	case len(content) > maxSize:
		return errors.New("the plan is larger than 512 MiB, which no review can show")
	case text == "":
		return errors.New("the plan is empty. " + howTo + ", and check that the command succeeded")
	case strings.HasPrefix(text, "PK\x03\x04"):
		return errors.New("this is a saved plan in its binary form. " + howTo)
	case strings.HasPrefix(text, "{"):
		return nil
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return errors.New("the plan must be JSON in UTF-8. In PowerShell 5, redirect with " +
			"\"| Out-File -Encoding utf8\". " + howTo)
	default:
		return errors.New("the plan must be JSON, got other text. " + howTo)
	}
}

// undecodable explains an error of encoding/json about a plan of that size. An error at the last
// byte means that the end is missing.
func undecodable(err error, size int) error {
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF),
		errors.As(err, &syntax) && syntax.Offset >= int64(size):
		return errors.New("the plan's JSON is cut off. Run the command again, and check for free space")
	case errors.As(err, &syntax):
		return fmt.Errorf("the plan is not valid JSON (byte %d). %s", syntax.Offset, howTo)
	case errors.As(err, &mismatch):
		return fmt.Errorf("the plan's JSON has an unexpected form at %q. %s",
			clean(mismatch.Field, titleLimit), howTo)
	default:
		return errors.New("the plan's JSON cannot be read. " + howTo)
	}
}

func (p *plan) check() error {
	major, _, _ := strings.Cut(p.FormatVersion, ".")
	isPlan := p.Configuration != nil || p.PlannedValues != nil || p.ResourceChanges != nil
	switch {
	case p.FormatVersion == "":
		return errors.New("this JSON is not a plan: it has no format_version. " + howTo +
			", without -json at the plan itself")
	case !isPlan:
		return errors.New("this is the JSON of a state, not of a plan. " + howTo)
	case major != "1" && major != "0":
		return fmt.Errorf("the plan has format version %q, and this version of partnercenter reads 1.x. "+
			"Install a newer version", clean(p.FormatVersion, titleLimit))
	default:
		return nil
	}
}
