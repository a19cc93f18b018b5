// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"errors"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Every transition: the memory, the event's standing, and whether the same decision or another one
// may change the event without consent.
func TestMemory_EveryTransition(t *testing.T) {
	t.Parallel()
	active, investigating := fraud.Reopen().Standing(), investigate().Standing()
	decided, ignored := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing()
	legitimate := resolve(fraud.Legitimate)
	ours := func(s fraud.Standing) *fraud.Memory { return &fraud.Memory{Last: s} }
	imported := func(s fraud.Standing) *fraud.Memory { return &fraud.Memory{Last: s, Imported: true} }
	sent := func(s fraud.Standing) *fraud.Memory { return &fraud.Memory{Last: s, Sent: &ignored} }
	const none, moved, elsewhere, reopened, watched = fraud.OverwritesNothing,
		fraud.OverwritesMovement, fraud.OverwritesResolution, fraud.OverwritesReopening,
		fraud.OverwritesInvestigation
	for _, c := range []struct {
		name   string
		memory *fraud.Memory
		seen   fraud.Standing
		before fraud.Standing // the previous decision
		keeps  bool           // whether the same decision may change the event
		anew   bool           // whether another one may
		over   fraud.Overwritten
	}{
		{"active here, investigated", ours(active), investigating, active, false, true, moved},
		{"active here, resolved", ours(active), ignored, active, false, true, elsewhere},
		{"active here, as left", ours(active), active, active, true, true, none},
		{"investigating here, active", ours(investigating), active, investigating, false, true, moved},
		{"investigating here, resolved", ours(investigating), ignored, investigating, false, true,
			elsewhere},
		{"investigating here, as left", ours(investigating), investigating, investigating, true, true,
			none},
		{"resolved here, active", ours(decided), active, decided, false, true, reopened},
		{"resolved here, investigated", ours(decided), investigating, decided, false, true, reopened},
		{"resolved here, otherwise", ours(decided), ignored, decided, false, true, elsewhere},
		{"resolved here, as left", ours(decided), decided, decided, true, true, none},

		{"nobody remembers, active", nil, active, decided, true, true, none},
		{"nobody remembers, investigated", nil, investigating, decided, true, true, watched},
		{"nobody remembers, resolved", nil, ignored, decided, false, false, elsewhere},

		{"imported active, as found", imported(active), active, active, true, true, none},
		{"imported active, investigated", imported(active), investigating, active, true, true, watched},
		{"imported active, resolved", imported(active), ignored, active, false, false, elsewhere},
		{"imported investigated, as found", imported(investigating), investigating, investigating, true,
			true, watched},
		{"imported investigated, active", imported(investigating), active, investigating, true, true,
			none},
		{"imported resolved, as found", imported(decided), decided, decided, false, false, elsewhere},
		{"imported resolved, otherwise", imported(decided), ignored, decided, false, false, elsewhere},
		{"imported resolved, active", imported(decided), active, decided, false, true, reopened},
		{"imported resolved, investigated", imported(decided), investigating, decided, false, true,
			reopened},

		{"sent and taken effect late", sent(decided), ignored, decided, true, true, none},
		{"sent, and as before", sent(decided), decided, ignored, true, true, none},
		{"sent, then reopened", sent(decided), active, ignored, false, true, reopened},
		{"sent, resolved otherwise", sent(active), decided, ignored, false, true, elsewhere},
		{"imported, sent and taken effect late",
			&fraud.Memory{Last: active, Sent: &ignored, Imported: true}, ignored, active, true, true, none},
		{"only sent, resolved otherwise", sent(fraud.Standing{}), decided, ignored, false, true,
			elsewhere},
		{"only sent, active", sent(fraud.Standing{}), active, ignored, true, true, none},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			expect.Equal(t, "it overwrites", c.over, c.memory.Overwrites(c.seen))
			same := decision(c.before.Status, c.before.Reason)
			expect.Equal(t, "same decision", c.keeps, c.memory.MayOverwrite(same, c.seen))
			expect.Equal(t, "another decision", c.anew, c.memory.MayOverwrite(legitimate, c.seen))
			isMoved := c.over == moved || c.over == reopened
			if held := c.memory.Moved(c.seen); (held != nil) != isMoved ||
				isMoved && *held != c.memory.Last {
				t.Errorf("held %v", held)
			}
		})
	}
}

// A listing may be older than our last write only for some time, and only if it shows the event
// exactly as before that write.
func TestMemory_AListingMayLagBehindAWrite(t *testing.T) {
	t.Parallel()
	written := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	soon := written.Add(59 * time.Minute)
	left := fraud.Movement{Standing: investigate().Standing(), By: "kim@contoso.com",
		At: written.Add(-time.Hour)}
	elsewhere, later, other := left, left, left
	elsewhere.At, later.At = left.At.In(time.FixedZone("", 3600)), written.Add(time.Minute)
	other.Standing = fraud.Reopen().Standing()
	ours := fraud.RememberWritten(resolve(fraud.Fraud), left, written)
	adopted := fraud.Remember(resolve(fraud.Fraud))
	annotated := ours.Affirmed(resolve(fraud.Fraud))
	failed := ours.AfterFailure(fraud.Change{Decision: resolve(fraud.Ignore)},
		&fraud.UnconfirmedError{})
	for name, c := range map[string]struct {
		memory *fraud.Memory
		seen   fraud.Movement
		now    time.Time
		want   bool
	}{
		"as before":                    {&ours, left, soon, true},
		"as before, in another zone":   {&ours, elsewhere, soon, true},
		"as before, annotated since":   {&annotated, left, soon, true},
		"as before, and sent again":    {failed, left, soon, true},
		"moved by somebody else since": {&ours, later, soon, false},
		"another standing":             {&ours, other, soon, false},
		"as decided":                   {&ours, fraud.Movement{Standing: ours.Last}, soon, false},
		"after an hour":                {&ours, left, written.Add(time.Hour), false},
		"adopted":                      {&adopted, left, soon, false},
		"nobody remembers":             {nil, left, soon, false},
	} {
		expect.Equal(t, name, c.want, c.memory.MayLag(c.seen, c.now))
	}
}

func TestMemory_KeepsADecisionThatMayTakeEffectYet(t *testing.T) {
	t.Parallel()
	decided, ignored := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing()
	before := fraud.Remember(resolve(fraud.Fraud))
	investigating := investigate().Standing()
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
		expect.Equal(t, name, c.want, before.AfterFailure(change, c.err))
	}
	var nothing *fraud.Memory
	expect.Equal(t, "got", &fraud.Memory{Sent: &ignored, SentFrom: &investigating},
		nothing.AfterFailure(change, &fraud.UnconfirmedError{}))
}

func TestMemory_KnowsThePreviousStandingOfASentDecision(t *testing.T) {
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

// An update that writes nothing does not make somebody else's decision ours. If the configuration
// follows that decision, it does not become new once the event has moved on.
func TestMemory_StaysEmptyAfterAnUpdateThatWritesNothing(t *testing.T) {
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
		expect.Equal(t, name, c.want, c.before.Affirmed(resolve(fraud.Ignore)))
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
		"anew, and moved on before": {legitimate, fraud.Reopen().Standing(), true},
	} {
		expect.Equal(t, name, c.want, follows.MayOverwrite(c.decision, c.seen))
	}
}

func TestMemory_HoldsOurDecisionThatTheEventMatches(t *testing.T) {
	t.Parallel()
	decided, ignored, legitimate := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing(),
		resolve(fraud.Legitimate).Standing()
	m := &fraud.Memory{Last: decided, Sent: &ignored}
	for seen, want := range map[fraud.Standing]fraud.Standing{decided: decided, ignored: ignored,
		legitimate: decided} {
		expect.Equal(t, seen.String(), want, m.Holds(seen))
	}
}
