// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	notConfirmed = "Fraud event update not confirmed"
	callFailed   = "Partner Center call failed"
)

// hasty limits one operation to five seconds. Others must not depend on the machine's speed.
func hasty(operation string) object {
	return object{"timeouts": map[string]any{operation: "5s"}}
}

// callPath is the path of a failed call's diagnostic in an apply: many failures share a diagnostic.
func (f form) callPath() string {
	if f.name == "singular" {
		return ""
	}
	return f.path
}

// hideWrites lets a write take effect without showing the effect.
func hideWrites(s *emulator.Server) {
	s.SetBehaviour(func(b *emulator.Behaviour) {
		b.UpdateReply, b.UpdateLag = emulator.UpdateReplyEmpty, 1000
		b.GraphUpdateReply, b.GraphUpdateLag = emulator.GraphReplyNoContent, 1000
	})
}

// showWrites shows the effect of hidden writes to event e1.
func showWrites(s *emulator.Server) {
	written, _ := s.Event("e1")
	s.Inject(written)
}

func ignoreWrites(s *emulator.Server, rule emulator.AlreadyResolved) {
	s.SetBehaviour(func(b *emulator.Behaviour) { b.AlreadyResolved = rule })
}

func TestResolutionConfirm_ByTheReplyOrByReading(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reply    emulator.UpdateReply
		lag      int
		listings int // of the apply; one is shared by plan and review
	}{
		"a reply with a name":           {emulator.UpdateReplyNamed, 0, 1},
		"a reply with the subscription": {emulator.UpdateReplySubscription, 0, 1},
		"an empty reply":                {emulator.UpdateReplyEmpty, 0, 2},
		"no content":                    {emulator.UpdateReplyNoContent, 0, 2},
		"a change that shows late":      {emulator.UpdateReplyEmpty, 2, 4},
	} {
		forEachForm(t, name, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"), event("e2"))
			s.SetBehaviour(func(b *emulator.Behaviour) { b.UpdateReply, b.UpdateLag = c.reply, c.lag })
			session := f.start(t, s)
			p := session.plan(f.decide(isFraud))
			expectEqual(t, "listings at apply", c.listings, calls(s, emulator.KindList, func() {
				expectDiagnostics(t, session.apply(p))
			}))
			session.expectDecision(isFraud)
			session.expectNoChange(session.plan(f.decide(isFraud)))
			expectWrites(t, s, 1)
		})
	}
}

func TestResolutionConfirm_TheApplyAfterAnUnconfirmedCreateAdoptsTheWrite(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, event("e1"))
		hideWrites(s)
		session := f.start(t, s)
		p := session.plan(f.decide(isFraud))
		expectDiagnostics(t, session.applyOverdue(p, readInVain(s)),
			anError(notConfirmed, f.path, "e1", isActive))
		session.expectNoState()

		showWrites(s)
		session.create(f.decide(isFraud))
		session.expectDecision(isFraud)
		expectWrites(t, s, 1)
	})
}

func TestResolutionConfirm_AnUnconfirmedUpdateKeepsWhatPartnerCenterReports(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	first := decide("e1", "Resolved", "Fraud").with(
		object{"annotations": map[string]any{"ticket": "1"}})
	session.create(first)
	ignoreWrites(s, emulator.AlreadyResolvedIgnored)

	second := first.with(object{"reason": "Legitimate", "allow_overwrite": true,
		"annotations": map[string]any{"ticket": "2"}})
	expectDiagnostics(t, session.applyOverdue(session.plan(second), readInVain(s)),
		anError(notConfirmed, "status", isLegitimate, isFraud))
	session.expectState(object{
		"status": "Resolved", "reason": "Fraud", "resolved_by": resolvedBy(t, s, "e1"),
		"allow_overwrite": nil, "annotations": first["annotations"],
	})
	p := session.plan(second)
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state,
		object{"reason": "Legitimate", "allow_overwrite": true, "annotations": second["annotations"]})

	ignoreWrites(s, emulator.AlreadyResolvedOverwritten)
	expectDiagnostics(t, session.apply(session.plan(second)))
	expectStands(t, s, isLegitimate)
}

func TestResolutionConfirm_AnUpdateThatTakesEffectLaterIsOurs(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.begin(t)
		first := f.decide(isFraud, reactivating())
		session.create(first)
		ignoreWrites(s, emulator.AlreadyResolvedIgnored)
		second := f.decide(isIgnored, reactivating())
		expectDiagnostics(t, session.applyOverdue(session.plan(second), readInVain(s)),
			anError(notConfirmed, f.path))
		session.expectDecision(isFraud)
		ignoreWrites(s, emulator.AlreadyResolvedOverwritten)
		moveEvent(t, s, "e1", isIgnored, colleague) // as the write would have left it

		expectDiagnostics(t, session.plan(first).diagnostics)
		session.expectDecision(isIgnored)
		expectDiagnostics(t, session.apply(session.planDestroy()))
		expectStands(t, s, isActive)
	})
}

func TestResolutionConfirm_AFailedUpdateThatTookEffectIsOurs(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]string{503: "", 403: "900150"} {
		forEachForm(t, code, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"))
			session := f.start(t, s, map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"})
			session.create(f.decide(isFraud))
			second := f.decide(isLegitimate, object{"timeouts": map[string]any{"update": "1h"}})
			p := session.plan(second)
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: status, Code: code,
				AfterEffect: true})
			expectDiagnostics(t, session.apply(p), anError(callFailed, f.callPath()))
			session.expectDecision(isLegitimate)
			if f.name == "singular" {
				session.expectState(object{"timeouts": nil}) // whose apply has failed
			}

			// compared with our decision, not with the time before it
			moveEvent(t, s, "e1", isIgnored, colleague)
			expectDiagnostics(t, session.apply(session.plan(second)),
				aWarning(elsewhere, f.path, colleague), anError(otherwise, f.path))
		})
	}
}

// The effect of a failed write can appear long after, in a refresh or in the next apply, which must
// then also describe the past correctly.
func TestPreviousStatus_OfAWriteThatIsSeenToTakeEffectLater(t *testing.T) {
	t.Parallel()
	for name, see := range map[string]func(*session, object){
		"in a refresh": func(session *session, config object) {
			session.expectNoChange(session.plan(config))
			expectDiagnostics(session.t, session.refresh())
		},
		"in an apply": func(session *session, config object) {
			expectDiagnostics(session.t, session.apply(session.planWithoutRefresh(config)))
		},
	} {
		forEachForm(t, name, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"))
			session := f.start(t, s, map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"})
			session.create(f.decide(isInvestigating))
			session.expectPrevious("before", isActive)
			config := f.decide(isFraud)
			p := session.plan(config)
			hideWrites(s)
			failing(emulator.Fault{Status: 503, AfterEffect: true})(t, s)
			expectDiagnostics(t, session.apply(p), anError(callFailed, f.callPath()))
			expectWrites(t, s, 2)
			session.expectPrevious("unknown still", isActive)

			showWrites(s)
			see(session, config)
			session.expectDecision(isFraud)
			session.expectPrevious("seen", isInvestigating)
			expectWrites(t, s, 2)
		})
	}
}

// If an apply times out before its write leaves, the same decision is somebody else's later.
func TestPreviousStatus_OfAWriteThatNeverLeft(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isInvestigating)
		config := f.decide(isFraud)
		p := session.plan(config)
		s.AddFault(emulator.Fault{Kind: emulator.KindList, Delay: time.Hour})
		expectEqual(t, "failed", true,
			hasError(session.applyOverdue(p, oneMore(s, emulator.KindList))))
		session.expectDecision(isInvestigating)
		expectWrites(t, s, 1)
		s.ClearFaults()

		moveEvent(t, s, "e1", isFraud, colleague)
		session.expectNoChange(session.plan(config))
		session.expectPrevious("after a colleague's decision", isActive)
		expectDiagnostics(t, session.apply(session.plan(f.decide(isInvestigating))),
			aWarning(elsewhere, f.path, colleague), anError(otherwise, f.path))
	})
}

func TestResolutionConfirm_AnInterruptedApplyRecordsAWriteThatIsOnItsWay(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.begin(t)
		s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: 300 * time.Millisecond})
		p := session.plan(f.decide(isFraud))
		go func() {
			expect.Eventually(t, "the write", func() bool { return s.Count(emulator.KindUpdate) > 0 })
			session.interrupt()
		}()
		expectDiagnostics(t, session.apply(p))
		session.expectDecision(isFraud)
		session.expectNoChange(session.plan(f.decide(isFraud)))
	})
}

func TestResolutionConfirm_AnApplyInterruptedBeforeItsWriteWritesNothing(t *testing.T) {
	t.Parallel()
	f := forms()[0]
	s, session := f.begin(t)
	p := session.plan(f.decide(isFraud))
	listed := s.Count(emulator.KindList)
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Delay: 10 * time.Minute})
	go func() {
		expect.Eventually(t, "the listing", func() bool { return s.Count(emulator.KindList) > listed })
		session.interrupt()
	}()
	expectDiagnostics(t, session.applyAsPlanned(p), anError(callFailed, "", "canceled"))
	session.expectNoState()
	expectWrites(t, s, 0)
	session.create(f.decide(isFraud))
	expectStands(t, s, isFraud)
}
