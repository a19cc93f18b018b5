// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	notConfirmed = "Fraud event update not confirmed"
	callFailed   = "Partner Center call failed"
)

// hasty gives an operation two seconds.
func hasty() object {
	return object{"timeouts": map[string]any{"create": "2s", "update": "2s", "delete": "2s"}}
}

func TestResolutionConfirm_ByTheReplyWithoutReadingAgain(t *testing.T) {
	t.Parallel()
	for _, reply := range []emulator.UpdateReply{emulator.UpdateReplyNamed,
		emulator.UpdateReplySubscription} {
		t.Run("reply"+string(reply), func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			s.SetBehaviour(func(b *emulator.Behaviour) { b.UpdateReply = reply })
			session := newSession(t, s)
			p := session.plan(decide("e1", "Resolved", "Fraud"))
			before := s.Count(emulator.KindList)
			expectDiagnostics(t, session.apply(p))
			if n := s.Count(emulator.KindList) - before; n != 1 {
				t.Errorf("%d listings at apply, want the one that plan and review share", n)
			}
			session.expectState(object{"resolved_by": resolvedBy(t, s, "e1")})
		})
	}
}

func TestResolutionConfirm_ByReadingWhenTheReplySaysNothing(t *testing.T) {
	t.Parallel()
	for _, reply := range []emulator.UpdateReply{emulator.UpdateReplyEmpty,
		emulator.UpdateReplyNoContent} {
		t.Run(string(reply), func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			s.SetBehaviour(func(b *emulator.Behaviour) { b.UpdateReply = reply })
			session := newSession(t, s)
			session.create(decide("e1", "Resolved", "Fraud"))
			session.expectState(object{"status": "Resolved", "resolved_by": resolvedBy(t, s, "e1")})
			session.expectNoChange(session.plan(decide("e1", "Resolved", "Fraud")))
			expectWrites(t, s, 1)
		})
	}
}

func TestResolutionConfirm_ByReadingUntilAChangeShows(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.SetBehaviour(func(b *emulator.Behaviour) {
		b.UpdateReply,
			b.UpdateLag = emulator.UpdateReplyEmpty, 2
	})
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	session.expectState(object{"status": "Resolved", "resolved_by": resolvedBy(t, s, "e1")})
	expectWrites(t, s, 1)
}

func TestResolutionConfirm_AnUnconfirmedCreateSaysWhatWasAskedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	colleagueResolves(t, s, "e1", "Legitimate")
	s.SetBehaviour(func(b *emulator.Behaviour) { b.AlreadyResolved = emulator.AlreadyResolvedIgnored })
	session := newSession(t, s)
	config := decide("e1", "Resolved", "Fraud").with(consent(), hasty())
	expectDiagnostics(t, session.apply(session.plan(config)), aWarning(elsewhere, "status"),
		anError(notConfirmed, "status",
			"set event e1 of subscription "+subscriptionA+" to Resolved (Fraud)",
			"still reports the event as Resolved (Legitimate) by "+colleague, "timeouts"))
	session.expectNoState()
}

func TestResolutionConfirm_TheApplyAfterAnUnconfirmedCreateAdoptsWhatWasWritten(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.SetBehaviour(func(b *emulator.Behaviour) {
		b.UpdateReply,
			b.UpdateLag = emulator.UpdateReplyEmpty, 1000
	})
	session := newSession(t, s)
	config := decide("e1", "Resolved", "Fraud").with(hasty())
	expectDiagnostics(t, session.apply(session.plan(config)),
		anError(notConfirmed, "status", "still reports the event as Active"))
	session.expectNoState()

	written, _ := s.Event("e1")
	s.Inject(written) // now it shows
	session.create(config)
	session.expectState(object{"status": "Resolved", "reason": "Fraud"})
	expectWrites(t, s, 1)
}

func TestResolutionConfirm_ARefusedCreateLeavesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	colleagueSets(t, s, "e1", "Investigating", "")
	s.SetBehaviour(func(b *emulator.Behaviour) { b.ReopenRefused = true })
	session := newSession(t, s)
	expectDiagnostics(t, session.apply(session.plan(decide("e1", "Active", nil))),
		anError(callFailed, "", "400", "3000", "EventStatus must be Investigating or Resolved",
			"MS-RequestId"))
	session.expectNoState()
}

func TestResolutionConfirm_AnUnconfirmedUpdateKeepsWhatPartnerCenterReports(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	first := decide("e1", "Resolved", "Fraud").with(hasty(),
		object{"annotations": map[string]any{"ticket": "1"}})
	session.create(first)
	s.SetBehaviour(func(b *emulator.Behaviour) { b.AlreadyResolved = emulator.AlreadyResolvedIgnored })

	second := first.with(object{"reason": "Legitimate", "allow_overwrite": true,
		"annotations": map[string]any{"ticket": "2"}})
	expectDiagnostics(t, session.apply(session.plan(second)),
		anError(notConfirmed, "status", "Resolved (Legitimate)",
			"still reports the event as Resolved (Fraud)"))
	session.expectState(object{
		"status": "Resolved", "reason": "Fraud", "resolved_by": resolvedBy(t, s, "e1"),
		"allow_overwrite": nil, "annotations": first["annotations"],
	})
	p := session.plan(second)
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state,
		object{"reason": "Legitimate", "allow_overwrite": true, "annotations": second["annotations"]})

	s.SetBehaviour(func(b *emulator.Behaviour) { b.AlreadyResolved = emulator.AlreadyResolvedOverwritten })
	expectDiagnostics(t, session.apply(p))
	expectStanding(t, s, "e1", "Resolved", "Legitimate")
}

func TestResolutionConfirm_AnUpdateThatTakesEffectLaterIsOurs(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	first := decide("e1", "Resolved", "Fraud").with(object{"reactivate_on_destroy": true})
	session.create(first)
	s.SetBehaviour(func(b *emulator.Behaviour) { b.AlreadyResolved = emulator.AlreadyResolvedIgnored })
	second := first.with(hasty(), object{"reason": "Ignore"})
	expectDiagnostics(t, session.apply(session.plan(second)), anError(notConfirmed, "status"))
	s.SetBehaviour(func(b *emulator.Behaviour) { b.AlreadyResolved = emulator.AlreadyResolvedOverwritten })
	colleagueResolves(t, s, "e1", "Ignore") // as the write would have, had it taken effect

	expectDiagnostics(t, session.plan(first).diagnostics)
	expectDiagnostics(t, session.refresh())
	expectDiagnostics(t, session.apply(session.planDestroy()))
	expectStanding(t, s, "e1", "Active", "None")
}

func TestResolutionConfirm_ARefusedUpdateKeepsWhatPartnerCenterReports(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	s.SetBehaviour(func(b *emulator.Behaviour) { b.ReopenRefused = true })
	config := decide("e1", "Active", nil)
	expectDiagnostics(t, session.apply(session.plan(config)),
		anError(callFailed, "", "EventStatus must be"))
	session.expectState(object{"status": "Resolved", "reason": "Fraud",
		"resolved_by": resolvedBy(t, s, "e1")})
	session.expectAttributes(session.plan(config).state, object{"status": "Active", "reason": nil})
}

func TestResolutionConfirm_AnUpdateThatTookEffectAllTheSameIsOurs(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s, map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"})
	session.create(decide("e1", "Resolved", "Fraud"))
	second := decide("e1", "Resolved", "Legitimate").with(hasty())
	p := session.plan(second)
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 503, AfterEffect: true})
	expectDiagnostics(t, session.apply(p), anError(callFailed, "", "503"))
	session.expectState(object{"status": "Resolved", "reason": "Legitimate", "timeouts": nil})

	colleagueResolves(t, s, "e1", "Ignore")
	expectDiagnostics(t, session.plan(second).diagnostics,
		aWarning(elsewhere, "status", colleague, "Apply will refuse"))
}

func TestResolutionConfirm_AResponseThatIsLostIsNotSentTwice(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"no response":     {Kind: emulator.KindUpdate, Drop: true, AfterEffect: true},
		"half a response": {Kind: emulator.KindUpdate, Truncate: true, AfterEffect: true},
		"gateway timeout": {Kind: emulator.KindUpdate, Status: 504, AfterEffect: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			s.AddFault(fault)
			session := newSession(t, s)
			session.create(decide("e1", "Resolved", "Fraud"))
			session.expectState(object{"status": "Resolved", "resolved_by": resolvedBy(t, s, "e1")})
			expectWrites(t, s, 1)
		})
	}
}

func TestResolutionConfirm_ARequestThatIsLostIsSentAgain(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Drop: true})
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectWrites(t, s, 2)
}

// eventually waits for something that another goroutine is about to do.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(10 * time.Second); !done(); <-tick.C {
		if time.Now().After(deadline) {
			t.Errorf("waited in vain for %s", what)
			return
		}
	}
}

func TestResolutionConfirm_AnInterruptedApplyRecordsAWriteThatIsOnItsWay(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: 300 * time.Millisecond})
	session := newSession(t, s)
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	go func() {
		eventually(t, "the write", func() bool { return s.Count(emulator.KindUpdate) > 0 })
		session.interrupt()
	}()
	expectDiagnostics(t, session.apply(p))
	session.expectState(object{"status": "Resolved", "resolved_by": resolvedBy(t, s, "e1")})
	session.expectNoChange(session.plan(decide("e1", "Resolved", "Fraud")))
}

func TestResolutionConfirm_AnApplyInterruptedBeforeItsWriteWritesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	config := decide("e1", "Resolved", "Fraud")
	p := session.plan(config)
	listed := s.Count(emulator.KindList)
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Delay: 10 * time.Second})
	go func() {
		eventually(t, "the listing", func() bool { return s.Count(emulator.KindList) > listed })
		session.interrupt()
	}()
	expectDiagnostics(t, session.applyAsPlanned(p), anError(callFailed, "", "cancelled"))
	session.expectNoState()
	expectWrites(t, s, 0)
	session.create(config)
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionConfirm_AWriteThatOutlastsTheTimeoutIsAdoptedByTheNextApply(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, AfterEffect: true, Delay: time.Minute,
		Drop: true})
	session := newSession(t, s)
	config := decide("e1", "Resolved", "Fraud").with(hasty())
	found := session.apply(session.plan(config))
	if !hasError(found) {
		t.Error("an apply whose write got no answer in time succeeded")
	}
	session.expectNoState()
	eventually(t, "the write to take effect",
		func() bool { e, _ := s.Event("e1"); return e.EventStatus == "Resolved" })
	session.create(config)
	expectWrites(t, s, 1)
}
