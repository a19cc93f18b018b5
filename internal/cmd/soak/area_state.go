// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// areaStep is what a step about other areas has seen.
type areaStep struct {
	before, after map[string]string // values in state
	intents       []areaIntent
	destroys      bool
	audited       int // lines of the audit log before the step
	lines         []areaLine
	action        string            // that was invoked; empty: none
	dryRun        bool              // of the action
	target        string            // subscription of the action
	pending       bool              // an earlier request about it had not taken effect
	statuses      map[string]string // of the subscriptions, before
	deliveries    int64             // tests that the receiver has got in this step
	shown         *shownData        // what data sources show
}

// areaValues are the attributes of the resources of other areas that this program needs.
type areaValues struct {
	Customer  string      `json:"customer_tenant_id"`
	Amount    json.Number `json:"amount"`
	URL       string      `json:"webhook_url"`
	Events    []string    `json:"webhook_events"`
	Overwrite bool        `json:"allow_overwrite"`
	Keep      bool        `json:"keep_on_destroy"`
	OnDestroy string      `json:"on_destroy"`
}

func (v *areaValues) subject() string {
	if v.Customer != "" {
		return strings.ToLower(v.Customer)
	}
	return webhook
}

func (v *areaValues) value() string {
	if v.Customer != "" {
		return v.Amount.String()
	}
	return registration(v.URL, v.Events)
}

// areaIntent is what a plan says about a subject.
type areaIntent struct {
	subject       string
	action        string // create, update, or delete
	shown, target string
	overwrite     bool
	keeps         bool // of a delete: it makes no call
}

// decides reports whether the intent is about the value: an update of options makes no call,
// whatever another tool sets meanwhile.
func (i areaIntent) decides() bool { return i.action != "update" || i.shown != i.target }

// readAreaIntents reads the output of "show -json" about a saved plan.
func readAreaIntents(text []byte) ([]areaIntent, error) {
	var content struct {
		Changes []struct {
			Type   string `json:"type"`
			Change struct {
				Actions       []string `json:"actions"`
				Before, After *areaValues
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(text, &content); err != nil {
		return nil, err
	}
	var all []areaIntent
	for _, c := range content.Changes {
		before, after := c.Change.Before, c.Change.After
		if c.Type != budgetType && c.Type != webhookType || slices.Equal(c.Change.Actions,
			[]string{"no-op"}) {
			continue
		}
		i := areaIntent{action: c.Change.Actions[0]}
		if before != nil {
			i.subject, i.shown = before.subject(), before.value()
			i.keeps, i.overwrite = before.Keep || before.OnDestroy == "keep", before.Overwrite
		}
		if after != nil {
			i.subject, i.target, i.overwrite = after.subject(), after.value(), after.Overwrite
		}
		all = append(all, i)
	}
	return all, nil
}

// areaState reads the state of the other areas: the value of each subject in it.
func (g *game) areaState() (map[string]string, error) {
	path := filepath.Join(g.areas.dir, "terraform.tfstate")
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, err
	}
	var content struct {
		Resources []struct {
			Type      string `json:"type"`
			Mode      string `json:"mode"`
			Instances []struct {
				Attributes areaValues `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	err = json.Unmarshal(text, &content)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		g.say("the CLI has lost the state of other areas")
		return map[string]string{}, os.Remove(path)
	}
	all := map[string]string{}
	for _, r := range content.Resources {
		for _, i := range r.Instances {
			if r.Mode == "managed" && (r.Type == budgetType || r.Type == webhookType) {
				all[i.Attributes.subject()] = i.Attributes.value()
			}
		}
	}
	return all, err
}

// areaLine is a line of the audit log.
type areaLine struct {
	Kind     string `json:"kind"`
	Result   string `json:"result"`
	Customer string `json:"customer_tenant_id"`
}

// about reports whether the line is about a write of a subject.
func (l areaLine) about(subject string) bool {
	if l.Result != "written" && l.Result != "unconfirmed" {
		return false
	}
	return subject == webhook && l.Kind == "webhook_registration" ||
		l.Kind == "usage_budget" && strings.EqualFold(l.Customer, subject)
}

// areaLines returns the lines of the audit log of the other areas.
func (g *game) areaLines() []areaLine {
	var all []areaLine
	for text := range strings.Lines(string(readOrNothing(g.areaAudit()))) {
		var l areaLine
		if json.Unmarshal([]byte(text), &l) == nil {
			all = append(all, l)
		}
	}
	return all
}
