// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package events

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// evidence is the value of --evidence.
type evidence map[string]string

// add parses KEY=TEXT.
func (e evidence) add(value string) error {
	key, text, ok := strings.Cut(value, "=")
	switch {
	case !ok || strings.TrimSpace(key) == "" || strings.TrimSpace(text) == "":
		return cli.Mistake(errors.New("must be a key, an equals sign, and a text: ticket=SEC-1042"))
	case strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" ||
		strings.Trim(key[:1], "0123456789") == "":
		return cli.Mistake(errors.New("must begin with a key of lower-case letters, digits, and _"))
	}
	if err := decisions.CheckEvidenceKey(key); err != nil {
		return cli.Mistake(err)
	}
	if _, twice := e[key]; twice {
		return cli.Mistake(fmt.Errorf("must not name %q twice", key))
	}
	e[key] = text
	return nil
}

// adoptedDraft returns an entry for a decision that was made in the portal. Values that Partner
// Center does not provide stay empty, for people to fill in.
func adoptedDraft(e fraud.Event, given evidence) (decisions.Draft, error) {
	decision, err := fraud.NewDecision(string(e.Status), string(e.Standing().Reason))
	if err != nil {
		return decisions.Draft{}, err
	}
	values := []decisions.Value{{Name: "status", Text: string(decision.Status())}}
	if decision.Reason() != "" {
		values = append(values, decisions.Value{Name: "reason", Text: string(decision.Reason())})
	}
	movement := e.Movement()
	rationale := "Decided in Partner Center."
	if !movement.At.IsZero() {
		rationale = "Decided in Partner Center on " + clock(movement.At) + "."
	}
	texts := evidence{"decided_by": fraud.Printable(movement.By), "rationale": rationale}
	maps.Copy(texts, given)
	return draftOf(e, append(values, texts.values()...)), nil
}

// values returns those that every entry has, and then those from the command line.
func (e evidence) values() []decisions.Value {
	keys := decisions.DefaultEvidence()
	for _, key := range slices.Sorted(maps.Keys(e)) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	var values []decisions.Value
	for _, key := range keys {
		if text := e[key]; text != "" || key != "approved_by" {
			values = append(values, decisions.Value{Name: key, Text: text})
		}
	}
	return values
}

// draftOf returns an entry under a key that other listings also give to the event.
func draftOf(e fraud.Event, values []decisions.Value) decisions.Draft {
	draft := decisions.Draft{Key: ledgerKey(e), SubscriptionID: e.SubscriptionID, EventID: e.EventID,
		Values: values}
	for _, fact := range []string{
		cmp.Or(strings.TrimSpace(e.Severity+" "+e.EventType), "-") + ": " + cmp.Or(e.DisplayName, "-"),
		ledgerStanding(e) + ", detected " + clock(e.EventTime),
		"Customer: " + named(e.CustomerFriendlyName, e.CustomerTenantID),
		"Subscription: " + cmp.Or(e.SubscriptionName, "-"),
	} {
		draft.Facts = append(draft.Facts, terminal.Shortened(terminal.Visible(fact), widestFact))
	}
	return draft
}
