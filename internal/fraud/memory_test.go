// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Every transition: what the configuration remembers, how the event was seen, and what a decision
// that is the same as before, or another one, may do without consent.
func TestMemory_EveryTransition(t *testing.T) {
	t.Parallel()
	active, investigating := fraud.Reopen().Standing(), investigate().Standing()
	decided, ignored := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing()
	legitimate := resolve(fraud.Legitimate)
	ours := func(s fraud.Standing) *fraud.Memory { return &fraud.Memory{Last: s} }
	imported := func(s fraud.Standing) *fraud.Memory { return &fraud.Memory{Last: s, Imported: true} }
	same := func(s fraud.Standing) fraud.Decision {
		return must(t, string(s.Status), string(s.Reason))
	}
	for _, c := range []struct {
		name    string
		memory  *fraud.Memory
		seen    fraud.Standing
		same    fraud.Decision // the one that was made before
		keeps   bool           // whether that may change the event
		anew    bool           // whether another one may
		concern fraud.Concern
	}{
		{"active here, investigated", ours(active), investigating, same(active), false, true,
			fraud.Moved},
		{"active here, resolved", ours(active), ignored, same(active), false, true,
			fraud.ResolvedElsewhere},
		{"active here, as left", ours(active), active, same(active), true, true, fraud.NoConcern},
		{"investigating here, active", ours(investigating), active, same(investigating), false, true,
			fraud.Moved},
		{"investigating here, resolved", ours(investigating), ignored, same(investigating), false, true,
			fraud.ResolvedElsewhere},
		{"investigating here, as left", ours(investigating), investigating, same(investigating), true,
			true, fraud.NoConcern},
		{"resolved here, active", ours(decided), active, same(decided), false, true, fraud.Reopened},
		{"resolved here, investigated", ours(decided), investigating, same(decided), false, true,
			fraud.Reopened},
		{"resolved here, otherwise", ours(decided), ignored, same(decided), false, true,
			fraud.ResolvedElsewhere},
		{"resolved here, as left", ours(decided), decided, same(decided), true, true, fraud.NoConcern},

		{"nobody remembers, active", nil, active, same(decided), true, true, fraud.NoConcern},
		{"nobody remembers, investigated", nil, investigating, same(decided), true, true,
			fraud.UnderWatch},
		{"nobody remembers, resolved", nil, ignored, same(decided), false, false,
			fraud.ResolvedElsewhere},

		{"imported active, as found", imported(active), active, same(active), true, true,
			fraud.NoConcern},
		{"imported active, investigated", imported(active), investigating, same(active), true, true,
			fraud.UnderWatch},
		{"imported active, resolved", imported(active), ignored, same(active), false, false,
			fraud.ResolvedElsewhere},
		{"imported investigated, as found", imported(investigating), investigating, same(investigating),
			true, true, fraud.UnderWatch},
		{"imported investigated, active", imported(investigating), active, same(investigating), true,
			true, fraud.NoConcern},
		{"imported resolved, as found", imported(decided), decided, same(decided), false, false,
			fraud.ResolvedElsewhere},
		{"imported resolved, otherwise", imported(decided), ignored, same(decided), false, false,
			fraud.ResolvedElsewhere},
		{"imported resolved, active", imported(decided), active, same(decided), false, true,
			fraud.Reopened},
		{"imported resolved, investigated", imported(decided), investigating, same(decided), false, true,
			fraud.Reopened},

		{"sent and taken effect late", &fraud.Memory{Last: decided, Sent: &ignored}, ignored,
			same(decided), true, true, fraud.NoConcern},
		{"sent, and as before", &fraud.Memory{Last: decided, Sent: &ignored}, decided, same(ignored),
			true, true, fraud.NoConcern},
		{"sent, then reopened", &fraud.Memory{Last: decided, Sent: &ignored}, active, same(ignored),
			false, true, fraud.Reopened},
		{"sent, resolved otherwise", &fraud.Memory{Last: active, Sent: &ignored}, decided, same(ignored),
			false, true, fraud.ResolvedElsewhere},
		{"imported, sent and taken effect late",
			&fraud.Memory{Last: active, Sent: &ignored, Imported: true}, ignored, same(active), true, true,
			fraud.NoConcern},
		{"only sent, resolved otherwise", &fraud.Memory{Sent: &ignored}, decided, same(ignored), false,
			true, fraud.ResolvedElsewhere},
		{"only sent, active", &fraud.Memory{Sent: &ignored}, active, same(ignored), true, true,
			fraud.NoConcern},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := c.memory.Concern(c.seen); got != c.concern {
				t.Errorf("concern %v, want %v", got, c.concern)
			}
			if got := c.memory.MayOverwrite(c.same, c.seen); got != c.keeps {
				t.Errorf("the same decision: %v, want %v", got, c.keeps)
			}
			if got := c.memory.MayOverwrite(legitimate, c.seen); got != c.anew {
				t.Errorf("another decision: %v, want %v", got, c.anew)
			}
			moved := c.concern == fraud.Moved || c.concern == fraud.Reopened
			if held := c.memory.Moved(c.seen); (held != nil) != moved || moved && *held != c.memory.Last {
				t.Errorf("held %v", held)
			}
		})
	}
}

func must(t *testing.T, status, reason string) fraud.Decision {
	t.Helper()
	d, err := fraud.NewDecision(status, reason)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMemory_KeepsADecisionThatMayTakeEffectYet(t *testing.T) {
	t.Parallel()
	decided, ignored := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing()
	before := fraud.Remember(resolve(fraud.Fraud))
	investigating := must(t, "Investigating", "").Standing()
	change := fraud.Change{Decision: resolve(fraud.Ignore), Seen: &investigating}
	sent := &fraud.Memory{Last: decided, Sent: &ignored, SentFrom: &investigating}
	for name, c := range map[string]struct {
		err  error
		want *fraud.Memory
	}{
		"unconfirmed":     {&fraud.UnconfirmedError{}, sent},
		"outcome unknown": {callError{fraud.UnknownOutcome, fraud.MayHaveHappened}, sent},
		"broken service":  {callError{fraud.MayHaveHappened}, sent},
		"refused":         {callError{fraud.Refused}, &before},
		"not sent":        {errors.New("before the call"), &before},
	} {
		if diff := cmp.Diff(c.want, before.AfterFailure(change, c.err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	var nothing *fraud.Memory
	if diff := cmp.Diff(&fraud.Memory{Sent: &ignored, SentFrom: &investigating},
		nothing.AfterFailure(change, &fraud.UnconfirmedError{})); diff != "" {
		t.Error(diff)
	}
}

func TestMemory_KnowsWhereAnEventStoodThatMovedByWhatWasSent(t *testing.T) {
	t.Parallel()
	decided, ignored := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing()
	sent := &fraud.Memory{Last: decided, Sent: &ignored, SentFrom: &decided}
	if from, ok := sent.TookEffect(ignored); !ok || from != decided {
		t.Errorf("got %s, %v", from, ok)
	}
	var nothing *fraud.Memory
	for name, m := range map[string]*fraud.Memory{
		"no memory": nothing, "nothing sent": {Last: decided},
		"from an older version": {Last: decided, Sent: &ignored},
		"another sent":          {Last: decided, Sent: &decided, SentFrom: &ignored},
		"stands so":             {Last: decided, Sent: &ignored, SentFrom: &ignored},
	} {
		if from, ok := m.TookEffect(ignored); ok {
			t.Errorf("%s: got %s", name, from)
		}
	}
}

// A revision that writes nothing makes nobody else's decision ours, and what it follows is no new
// one once the event has moved on.
func TestMemory_IsNotMadeByARevisionThatWritesNothing(t *testing.T) {
	t.Parallel()
	decided, ignored := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing()
	var nothing *fraud.Memory
	for name, c := range map[string]struct {
		before *fraud.Memory
		want   fraud.Memory
	}{
		"our own": {&fraud.Memory{Last: ignored}, fraud.Memory{Last: ignored}},
		"our own, sent": {&fraud.Memory{Last: decided, Sent: &ignored},
			fraud.Memory{Last: ignored}},
		"somebody else's": {&fraud.Memory{Last: decided},
			fraud.Memory{Last: decided, Found: &ignored}},
		"as imported": {&fraud.Memory{Last: ignored, Imported: true},
			fraud.Memory{Last: ignored, Imported: true}},
		"since the import": {&fraud.Memory{Last: decided, Imported: true},
			fraud.Memory{Last: ignored, Imported: true}},
		"nobody remembers": {nothing, fraud.Memory{Last: ignored, Imported: true}},
		"followed, ours again": {&fraud.Memory{Last: ignored, Found: &decided},
			fraud.Memory{Last: ignored}},
	} {
		if diff := cmp.Diff(c.want, c.before.Affirmed(resolve(fraud.Ignore))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	follows := &fraud.Memory{Last: decided, Found: &ignored}
	legitimate := resolve(fraud.Legitimate)
	for name, c := range map[string]struct {
		decision fraud.Decision
		seen     fraud.Standing
		want     bool
	}{
		"back to our own":           {resolve(fraud.Fraud), ignored, false},
		"anew":                      {legitimate, ignored, true},
		"still what it follows":     {resolve(fraud.Ignore), legitimate.Standing(), false},
		"anew, and moved on before": {legitimate, must(t, "Active", "").Standing(), true},
	} {
		if got := follows.MayOverwrite(c.decision, c.seen); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestMemory_HoldsWhicheverOfOursTheEventShows(t *testing.T) {
	t.Parallel()
	decided, ignored, legitimate := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing(),
		resolve(fraud.Legitimate).Standing()
	m := &fraud.Memory{Last: decided, Sent: &ignored}
	for seen, want := range map[fraud.Standing]fraud.Standing{decided: decided, ignored: ignored,
		legitimate: decided} {
		if got := m.Holds(seen); got != want {
			t.Errorf("%s: got %s, want %s", seen, got, want)
		}
	}
}
