// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestMemory_MayOverturnOnlyForADecisionOfTheConfigurationItself(t *testing.T) {
	t.Parallel()
	active, decided := fraud.Reopen().Standing(), resolve(fraud.Fraud).Standing()
	ignored, legitimate := resolve(fraud.Ignore).Standing(), resolve(fraud.Legitimate).Standing()
	for _, c := range []struct {
		name     string
		decision fraud.Decision
		seen     fraud.Standing
		memory   *fraud.Memory
		want     bool
	}{
		{"open, nobody remembers", resolve(fraud.Fraud), active, nil, true},
		{"open, reopened by somebody", resolve(fraud.Fraud), active, &fraud.Memory{Last: decided}, true},
		{"resolved, nobody remembers", resolve(fraud.Fraud), ignored, nil, false},
		{"resolved as we left it, decided anew", resolve(fraud.Fraud), ignored, &fraud.Memory{Last: ignored}, true},
		{"resolved by us, to be reopened", fraud.Reopen(), decided, &fraud.Memory{Last: decided}, true},
		{"resolved otherwise by somebody, decision unchanged", resolve(fraud.Fraud), ignored, &fraud.Memory{Last: decided}, false},
		{"resolved otherwise by somebody, decided anew", resolve(fraud.Fraud), ignored, &fraud.Memory{Last: legitimate}, true},
		{"resolved by somebody while we investigate", investigate(), ignored, &fraud.Memory{Last: investigate().Standing()}, false},
		{"sent and taken effect late, back to the decision before", resolve(fraud.Fraud), ignored, &fraud.Memory{Last: decided, Sent: &ignored}, true},
		{"sent, then resolved otherwise by somebody", resolve(fraud.Ignore), legitimate, &fraud.Memory{Last: decided, Sent: &ignored}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := c.memory.MayOverturn(c.decision, c.seen); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestMemory_KeepsADecisionThatMayTakeEffectYet(t *testing.T) {
	t.Parallel()
	decided, ignored := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing()
	before := fraud.Remember(resolve(fraud.Fraud))
	for name, c := range map[string]struct {
		err  error
		want *fraud.Memory
	}{
		"unconfirmed":     {&fraud.UnconfirmedError{}, &fraud.Memory{Last: decided, Sent: &ignored}},
		"outcome unknown": {&partnercenter.Error{OutcomeUnknown: true}, &fraud.Memory{Last: decided, Sent: &ignored}},
		"broken service":  {&partnercenter.Error{StatusCode: 503}, &fraud.Memory{Last: decided, Sent: &ignored}},
		"refused":         {&partnercenter.Error{StatusCode: 400}, &before},
		"not sent":        {errors.New("before the call"), &before},
	} {
		if diff := cmp.Diff(c.want, before.AfterFailure(resolve(fraud.Ignore), c.err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	var nothing *fraud.Memory
	if diff := cmp.Diff(&fraud.Memory{Last: ignored}, nothing.AfterFailure(resolve(fraud.Ignore), &fraud.UnconfirmedError{})); diff != "" {
		t.Error(diff)
	}
}

func TestMemory_HoldsWhicheverOfOursTheEventShows(t *testing.T) {
	t.Parallel()
	decided, ignored, legitimate := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing(), resolve(fraud.Legitimate).Standing()
	m := &fraud.Memory{Last: decided, Sent: &ignored}
	for seen, want := range map[fraud.Standing]fraud.Standing{decided: decided, ignored: ignored, legitimate: decided} {
		if got := m.Holds(seen); got != want {
			t.Errorf("%s: got %s, want %s", seen, got, want)
		}
	}
}
