// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A refused update changes nothing. Nor does one that Graph accepts and ignores. State has nothing.
func TestGraphUpdate_ARefusalChangesNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behave   func(*emulator.Behaviour)
		decision object
		failed   message
	}{
		"reopening": {func(b *emulator.Behaviour) { b.GraphReopenRefused = true },
			decide("e1", "Active", nil), anError("Microsoft Graph call failed", "", "event: e1")},
		"overwriting": {func(b *emulator.Behaviour) { b.GraphAlreadyResolved = "refused" },
			decide("e1", "Resolved", "Fraud"), anError("Microsoft Graph call failed", "", "event: e1")},
		"overwriting, ignored": {func(b *emulator.Behaviour) { b.GraphAlreadyResolved = "ignored" },
			decide("e1", "Resolved", "Fraud"),
			anError("Fraud event update not confirmed", "status", "event e1")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, alert("e1"))
			expect.NoError(t, s.ChangeStatus("e1", "Resolved", "Ignore", "colleague@contoso.example"))
			s.SetBehaviour(test.behave)
			refused := newSession(t, s, throughGraph())
			p := refused.plan(test.decision.with(object{"allow_overwrite": true}))
			shown := aWarning(elsewhere, "status", "Resolved (Ignore)")
			expectDiagnostics(t, p.diagnostics, shown)
			expectDiagnostics(t, refused.applyOverdue(p, readInVain(s)), shown, test.failed)
			refused.expectNoState()
			expectEqual(t, "e1", "Resolved (Ignore)", standingNow(t, s, "e1"))
		})
	}
}

// The forms that Graph does not document all end in the same state.
func TestGraphForms_EndInTheSameState(t *testing.T) {
	t.Parallel()
	for name, behave := range map[string]func(*emulator.Behaviour){
		"filters refused": func(b *emulator.Behaviour) { b.GraphFilter = "refused" },
		"filters ignored": func(b *emulator.Behaviour) { b.GraphFilter = "ignored" },
		"small pages":     func(b *emulator.Behaviour) { b.GraphAlertsPageSize = 2 },
		"an empty page":   func(b *emulator.Behaviour) { b.GraphNextLink = "empty_page" },
		"skipping pages": func(b *emulator.Behaviour) {
			b.GraphNextLink, b.GraphAlertsPageSize = "skip", 2
		},
		"no content":    func(b *emulator.Behaviour) { b.GraphUpdateReply = "no_content" },
		"a stale reply": func(b *emulator.Behaviour) { b.GraphUpdateReply = "stale" },
		"a late effect": func(b *emulator.Behaviour) {
			b.GraphUpdateLag, b.GraphUpdateReply = 2, "no_content"
		},
		"no batch":          func(b *emulator.Behaviour) { b.GraphBatch = "absent" },
		"unsupported":       func(b *emulator.Behaviour) { b.GraphBatch = "unsupported" },
		"types as they are": func(b *emulator.Behaviour) { b.GraphTypesUnchanged = true },
		"flags as text":     func(b *emulator.Behaviour) { b.GraphIsTestText = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, ids := alerts(5)
			s := startEmulator(t, append(events, emulator.NewEvent(subscriptionB, "elsewhere"))...)
			s.SetBehaviour(behave)
			decided := newSessionOf(t, s, resolutionsTypeName, throughGraph())
			config := decideAll(fraudOf(ids...))
			decided.create(config)
			decided.expectNoChange(decided.plan(config))
			for _, id := range ids {
				expectEqual(t, id, isFraud, standingNow(t, s, id))
			}
			expectEqual(t, "another subscription", isActive, standingNow(t, s, "elsewhere"))
		})
	}
}

// A listing that is not complete must not pass for one, so nothing becomes unlisted.
func TestGraphListing_ThatIsNotCompleteIsAnError(t *testing.T) {
	t.Parallel()
	for name, behave := range map[string]func(*emulator.Behaviour){
		"another host": func(b *emulator.Behaviour) { b.GraphNextLink = "other_host" },
		"a loop":       func(b *emulator.Behaviour) { b.GraphNextLink = "loop" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, _ := alerts(5)
			s := startEmulator(t, events...)
			decided := newSession(t, s, throughGraph())
			decided.create(resolve("e00"))
			s.SetBehaviour(behave)
			s.SetBehaviour(func(b *emulator.Behaviour) { b.GraphAlertsPageSize = 2 })
			expectDiagnostics(t, decided.refresh(), anError("Microsoft Graph call failed", "",
				"Microsoft Graph"))
		})
	}
}

// Errors of Graph name the permission, the consent, or the user's sign-in.
func TestGraphAccess_ErrorsSayWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arrange func(s *emulator.Server) map[string]string
		says    []string
	}{
		"no consent": {func(s *emulator.Server) map[string]string {
			s.SetBehaviour(func(b *emulator.Behaviour) { b.NoGraphConsent = true })
			return nil
		}, []string{"PartnerSecurity.ReadWrite.All", "grant admin consent"}},
		"no MFA": {func(s *emulator.Server) map[string]string {
			return map[string]string{"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(
				emulator.WithoutMFA())}
		}, []string{"Unauthorized_MissingMFA", "multifactor authentication"}},
		"a token for Partner Center": {func(s *emulator.Server) map[string]string {
			return map[string]string{"PARTNERCENTER_ACCESS_TOKEN": s.AccessToken()}
		}, []string{"Microsoft Graph"}},
		"no role": {func(s *emulator.Server) map[string]string {
			return map[string]string{"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(
				emulator.WithRole("Sales agent"))}
		}, []string{"the partner's own tenant"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, alert("e1"))
			environment := test.arrange(s)
			p := newSession(t, s, throughGraph(), environment).plan(resolve("e1"))
			if len(p.diagnostics) != 1 || p.diagnostics[0].Severity != "ERROR" {
				t.Fatalf("got %+v", p.diagnostics)
			}
			expect.Contains(t, p.diagnostics[0].Detail, test.says...)
		})
	}
}

// With the permission to read, plans work and writes are refused.
func TestGraphAccess_ReadingNeedsOnlyThePermissionToRead(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, alert("e1"))
	s.SetBehaviour(func(b *emulator.Behaviour) { b.GraphReadConsent = true })
	sess := newSession(t, s, throughGraph())
	p := sess.plan(resolve("e1"))
	expectDiagnostics(t, p.diagnostics)
	expectDiagnostics(t, sess.apply(p), anError("Microsoft Graph call failed", "",
		"Authorization_RequestDenied", "PartnerSecurity.ReadWrite.All", "grant admin consent"))
	expectStands(t, s, isActive)
}

func TestGraphConfigure_ConflictsNameTheirAttribute(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	for name, test := range map[string]struct {
		config object
		path   string
		says   []string
	}{
		"china": {object{"api": "graph", "environment": "china"}, "environment",
			[]string{"`environment` conflicts with `api`", "no partner security API of Microsoft Graph"}},
		"the classic model": {object{"api": "graph", "new_events_model": false}, "new_events_model",
			[]string{"`new_events_model` conflicts with `api`", "no classic events model"}},
		"another API": {object{"api": "rest"}, "api",
			[]string{"must be one of partnercenter, graph", `got "rest"`}},
	} {
		said := newProtocolClient(t, providersFor(s)).configure(test.config)
		if len(said) != 1 || said[0].Path != test.path {
			t.Fatalf("%s: %+v", name, said)
		}
		expect.Contains(t, said[0].Detail, test.says...)
	}
	got, _, diags := configuredClient(t, s, throughGraph()).readData(clientConfigType, object{}, false)
	diags.none(t)
	expectEqual(t, "api", any("graph"), got["api"])
}

// TestGraphScale_CallsDoNotGrowWithSubscriptions decides about 300 alerts of 300 subscriptions. If
// Graph takes no filter, each run reads the tenant a few times instead of once for each
// subscription.
func TestGraphScale_CallsDoNotGrowWithSubscriptions(t *testing.T) {
	t.Parallel()
	const n = 300
	for name, behave := range map[string]func(*emulator.Behaviour){
		"filters are taken":   func(*emulator.Behaviour) {},
		"filters are refused": func(b *emulator.Behaviour) { b.GraphFilter = "refused" },
		"filters are ignored": func(b *emulator.Behaviour) { b.GraphFilter = "ignored" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t)
			s.SetBehaviour(behave)
			var configs []object
			for i := range n {
				e := emulator.NewEvent(fmt.Sprintf("%08d-aaaa-4bbb-8ccc-352cb3f2c805", i),
					fmt.Sprintf("e%03d", i))
				e.GraphID = e.EventID
				s.Inject(e)
				configs = append(configs, resolve(e.EventID, object{"subscription_id": e.SubscriptionID}))
			}
			s.ResetCounts()
			planner := configuredClient(t, s, throughGraph())
			plans := make([]plan, n)
			eachOf(n, parallelism, func(i int) {
				plans[i], _ = planner.planCreate(resolutionTypeName, configs[i])
			})
			planned := s.Count(emulator.KindListAlerts)
			s.ResetCounts()
			applier := countingClient(t, s, throughGraph())
			applyAll(t, applier, plans, parallelism).expect(t, n)
			listed := s.Count(emulator.KindListAlerts)
			t.Logf("%d listings for the plan, %d for the apply, %d updates", planned, listed,
				s.Count(emulator.KindUpdateAlert))
			expectEqual(t, "updates", n, s.Count(emulator.KindUpdateAlert))
			if name == "filters are taken" {
				if planned > 40 || listed > n+10 {
					t.Error("too many listings")
				}
				return
			}
			// Three pages of 100 alerts, and what is sent at once before the service's first answer.
			if most := 3 + parallelism; planned > most || listed > most {
				t.Errorf("%d and %d listings, want %d at the most", planned, listed, most)
			}
		})
	}
}
